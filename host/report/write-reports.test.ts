import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {writeAll} from './write-reports.ts';

test('many who write into one folder at once leave the latest texts, and nothing else', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-test-'));
	t.teardown(() => rm(folder, {recursive: true}));
	await Promise.all(
		Array.from({length: 50}, (_, n) => writeAll(folder, {'a.txt': `${n}`, 'b.txt': 'b'.repeat(n * 1000)})),
	);
	t.is(await readFile(join(folder, 'a.txt'), 'utf8'), '49');
	t.deepEqual((await readdir(folder)).sort(), ['a.txt', 'b.txt']);
});

test('who could not write hinders nobody after', async t => {
	await t.throwsAsync(writeAll('/dev/null/x', {a: ''}), {
		name: 'HarnessError',
		message: /^\/dev\/null\/x cannot be written/,
	});
	const both = [writeAll('/dev/null/y', {a: ''}), writeAll('/dev/null/y', {a: ''})];
	t.deepEqual(
		(await Promise.allSettled(both)).map(({status}) => status),
		['rejected', 'rejected'],
	);
});
