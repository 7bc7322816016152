import {chmod, mkdir, mkdtemp, mkdtempDisposable, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {findSubmissions} from './submission.ts';

test('each has a name of its own and a digest of all it is', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'submissions-'));
	t.teardown(() => rm(folder, {recursive: true}));
	await mkdir(join(folder, 'ann'), {recursive: true});
	await mkdir(join(folder, 'bob'), {recursive: true});
	await writeFile(join(folder, 'ann/peer'), '#!/bin/sh');
	await writeFile(join(folder, 'bob/peer'), '#!/bin/sh');
	await symlink('nowhere', join(folder, 'bob/link'));
	const find = (...paths: readonly string[]) => findSubmissions(paths, {workingFolder: folder, args: undefined});

	const [ann, bob, ofAnn, ofBob] = await find('ann/peer', 'bob/peer', 'ann', 'bob');
	t.deepEqual(
		[ann, bob, ofAnn, ofBob].map(one => one?.name),
		['ann-peer', 'bob-peer', 'ann', 'bob'],
	);
	t.is(ann?.digest, bob?.digest);
	t.not(ofAnn?.digest, ofBob?.digest);

	await chmod(join(folder, 'ann/peer'), 0o755);
	t.not((await find('ann/peer'))[0]?.digest, ann?.digest);
});

test('whatever is changed in what was handed in, it has another digest', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'submissions-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const at = (name: string): string => join(folder, 'ann', name);
	const digest = async () => (await findSubmissions(['ann'], {workingFolder: folder, args: undefined}))[0]?.digest;
	await mkdir(at('src'), {recursive: true});
	await writeFile(at('src/peer.c'), 'one');
	await symlink('one', at('link'));
	const seen = new Set([await digest()]);
	t.true(seen.has(await digest()), 'unchanged it is the same');
	for (const [what, change] of [
		['a byte', () => writeFile(at('src/peer.c'), 'two')],
		['a name', () => rename(at('src/peer.c'), at('src/peer.h'))],
		['what a link leads to', () => rm(at('link')).then(() => symlink('two', at('link')))],
		['an empty folder more', () => mkdir(at('empty'))],
	] satisfies ReadonlyArray<readonly [string, () => Promise<unknown>]>) {
		await change();
		const now = await digest();
		t.false(seen.has(now), what);
		seen.add(now);
	}
});

test('what is not handed on changes nothing: history, packages, the rights of others', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'submissions-'));
	const digest = async () => (await findSubmissions(['.'], {workingFolder: folder.path, args: undefined}))[0]?.digest;
	await writeFile(join(folder.path, 'peer.c'), 'one');
	const before = await digest();
	for (const name of ['.git', 'node_modules']) {
		await mkdir(join(folder.path, name));
		await writeFile(join(folder.path, name, 'index'), 'x');
	}

	await chmod(join(folder.path, 'peer.c'), 0o600);
	t.is(await digest(), before);
});

test('a link stands for what it leads to: that is what is graded, and graded anew when it changes', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'submissions-'));
	const find = async () => (await findSubmissions(['link'], {workingFolder: folder.path, args: undefined}))[0];
	await writeFile(join(folder.path, 'peer'), '#!/bin/sh');
	await symlink('peer', join(folder.path, 'link'));
	const before = await find();
	t.is(before?.name, 'link');
	await writeFile(join(folder.path, 'peer'), '#!/bin/sh\nexit');
	t.not((await find())?.digest, before?.digest);
});

test('what is named twice is graded once', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'submissions-'));
	await writeFile(join(folder.path, 'peer'), '#!/bin/sh');
	const found = await findSubmissions(['peer', './peer'], {workingFolder: folder.path, args: undefined});
	t.is(found.length, 1);
});

test('all that cannot be read are named at once', async t => {
	await t.throwsAsync(findSubmissions(['/nowhere/a', '/nowhere/b'], {workingFolder: '/', args: undefined}), {
		message: 'These submissions cannot be read: /nowhere/a, /nowhere/b',
	});
});

test('a name is safe as the name of a folder', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'submissions-'));
	t.teardown(() => rm(folder, {recursive: true}));
	await writeFile(join(folder, 'a b;$(c).tar.gz'), 'x');
	const [only] = await findSubmissions(['a b;$(c).tar.gz'], {workingFolder: folder, args: '{files}'});
	t.is(only?.name, 'a-b-c-.tar.gz');
	t.is(only?.source.args, '{files}');
});
