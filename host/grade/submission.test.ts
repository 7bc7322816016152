import {chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
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
		['peer', 'peer-2', 'ann', 'bob'],
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

test('a number makes no name that somebody else has, and none is that of a file of the class', async t => {
	const folder = await mkdtemp(join(tmpdir(), 'submissions-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const paths = ['a/peer', 'b/peer', 'c/peer-2', 'd/index.html', 'e/matrix.csv'];
	for (const path of paths) {
		await mkdir(dirname(join(folder, path)));
		await writeFile(join(folder, path), '#!/bin/sh');
	}

	const found = await findSubmissions(paths, {workingFolder: folder, args: undefined});
	t.deepEqual(
		found.map(({name}) => name),
		['peer', 'peer-2', 'peer-2-2', 'index.html-2', 'matrix.csv-2'],
	);
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
