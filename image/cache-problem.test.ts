import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {cacheProblem} from './cache-problem.ts';
import {ImageError} from './image-error.ts';
import {lock} from './lock.ts';

const CACHE = '/home/osp/.cache/osp2p';
const {signal} = new AbortController();
const refused = (code: string) => Object.assign(new Error(`${code}: refused, write '${CACHE}/x'`), {code});

for (const code of ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EIO']) {
	test(`${code} is an expected error that says what, where and what to do`, t => {
		const problem = cacheProblem(refused(code), CACHE);
		t.true(problem instanceof ImageError);
		t.true(problem?.message.includes(CACHE) && problem.message.includes(code));
		t.regex(problem?.hint ?? '', /XDG_CACHE_HOME/);
	});
}

test('a full disk is told with how to free it', t => {
	t.regex(cacheProblem(refused('ENOSPC'), CACHE)?.hint ?? '', /image clean/);
});

test('a bug stays a bug', t => {
	t.is(cacheProblem(new TypeError('undefined is not a function'), CACHE), undefined);
	t.is(cacheProblem(refused('ECONNREFUSED'), CACHE), undefined);
	t.is(cacheProblem('text', CACHE), undefined);
});

test('a lock that cannot be taken is told in the same way', async t => {
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-cache-'));
	await writeFile(
		path.join(folder.path, 'a.lock'),
		'no database, but longer than the header of one is, whoever wrote it here: 0123456789',
	);
	const error = await t.throwsAsync(lock(path.join(folder.path, 'a.lock'), {signal}));
	t.regex(cacheProblem(error, folder.path)?.hint ?? '', /XDG_CACHE_HOME/);
	const other = await t.throwsAsync(lock(folder.path, {signal}));
	t.regex(cacheProblem(other, folder.path)?.hint ?? '', /XDG_CACHE_HOME/);
});
