import {globSync, readFileSync} from 'node:fs';
import test from 'ava';

/** Real peers take files of 64 KiB, some no more: what a scenario shares for another reason is smaller. */
const MOST_KIB = 48;

test('no peer is asked to fetch a file that is too large for it: size is tried apart', t => {
	const files = globSync(`${import.meta.dirname}/**/*.ts`).filter(file => !file.endsWith('.test.ts'));
	const sizes = files.flatMap(file =>
		[...readFileSync(file, 'utf8').matchAll(/^(.*)\{kib: ([\d* ]+)\}/gm)].map(([line, before, kib = '']) => ({
			line,
			// What only an attacker asks for fills the buffers of who does not read.
			isBait: before?.startsWith('const BIG'),
			kib: kib.split('*').reduce((product, factor) => product * Number(factor), 1),
		})),
	);
	t.true(sizes.length > 10);
	t.deepEqual(
		sizes.filter(({isBait, kib}) => !isBait && kib > MOST_KIB).map(({line}) => line),
		[],
	);
});
