import test from 'ava';
import {filesAlong} from './files-along.ts';
import type {Import} from './imports-of.ts';

const imports = (...arrows: readonly string[]): Import[] =>
	arrows.map(arrow => {
		const [file = '', target = '', kind = 'static'] = arrow.split(' ');
		return {file, target: `./${target}`, kind: kind as Import['kind']};
	});

test('what lies between is on the way, and nothing beside it', t => {
	const all = imports('cli run late', 'run fork', 'run report', 'fork qemu', 'cli help', 'test fork');
	t.deepEqual(filesAlong(all, {from: 'cli', to: ['fork']}), ['cli', 'fork', 'run']);
	t.deepEqual(filesAlong(all, {from: 'cli', to: ['fork', 'report']}), ['cli', 'fork', 'report', 'run']);
});

test('types lead nowhere, and a way round is gone only where it may be', t => {
	const all = imports('cli page type', 'cli vm/a', 'vm/a page', 'cli b', 'b page');
	t.deepEqual(filesAlong(all, {from: 'cli', to: ['page'], without: ['vm/']}), ['b', 'cli', 'page']);
	t.deepEqual(filesAlong(imports('cli page type'), {from: 'cli', to: ['page']}), []);
});
