import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {baseTitle, chooseBase} from './base.ts';
import {ImageError} from './image-error.ts';

const options = {architecture: 'amd64', signal: new AbortController().signal} as const;

test("a path is a root file system of the user's own", async t => {
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-base-'));
	const archive = path.join(folder.path, 'mine.tar');
	await writeFile(archive, '');
	const base = await chooseBase(archive, options);
	t.deepEqual(base, {kind: 'tar', path: archive, because: 'you asked for it'});
	t.is(baseTitle(base), 'mine.tar');
});

test('a path that is not there, and a word that is no base, are told apart', async t => {
	await t.throwsAsync(chooseBase('/nowhere/root.tar', options), {
		instanceOf: ImageError,
		message: 'there is no file /nowhere/root.tar',
	});
	const error = await t.throwsAsync(chooseBase('fedora', options), {
		instanceOf: ImageError,
		message: '"fedora" is no base for a guest',
	});
	t.regex(String((error as ImageError).hint), /debian:SUITE/);
});
