import {readFileSync} from 'node:fs';
import test from 'ava';
import {trackerCases} from '../../guest/conformance/tracker-case.ts';
import {trackerSection} from './tracker-section.ts';

test('every vector belongs to a section that docs/protocol.md has', t => {
	const protocol = readFileSync(`${import.meta.dirname}/../../docs/protocol.md`, 'utf8');
	for (const section of new Set(trackerCases.map(({id}) => trackerSection(id)))) {
		t.regex(protocol, new RegExp(`^(## )?${section.replace('.', '\\.')}[ .]`, 'm'), section);
	}
});

test('a vector is found where a reader looks for it', t => {
	t.deepEqual(
		[
			'line-of-4097',
			'half-close',
			'greeting',
			'idle-600-seconds',
			'alias-2048',
			'have-other-digest',
			'usage-help',
			'want',
		].map(id => trackerSection(id)),
		['1.1', '1.6', '2.3', '2.4', '3.2', '3.3', '3.5', '3'],
	);
});
