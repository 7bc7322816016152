import {mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {parseFileName} from '../protocol/file-name.ts';
import {PartialFile} from './partial-file.ts';
import {openSharedFolder} from './shared-folder.ts';
import {TransferError} from './transfer-error.ts';

const name = parseFileName('cat.jpg');
const never = {sameContent: async () => false};

const begin = async () => {
	const stack = new AsyncDisposableStack();
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-partial-')));
	const folder = stack.use(await openSharedFolder(path));
	const make = async (text: string): Promise<PartialFile> => {
		const partial = stack.use(new PartialFile(folder, await folder.create({pid: 1})));
		await partial.append(Buffer.from(text));
		return partial;
	};
	return {path, make, [Symbol.asyncDispose]: () => stack.disposeAsync()};
};

test('a whole file gets its name, later ones the next free', async t => {
	await using world = await begin();
	const names: string[] = [];
	for (const text of ['one', 'two', 'three']) {
		await using partial = await world.make(text);
		const {savedAs, version} = await partial.keepAs(name, never);
		t.is(version?.bytes, text.length);
		names.push(savedAs);
	}

	t.deepEqual(names, ['cat.jpg', 'cat.jpg~1~', 'cat.jpg~2~']);
	t.is(await readFile(join(world.path, 'cat.jpg'), 'utf8'), 'one');
	t.deepEqual((await readdir(world.path)).sort(), names);
});

test('the same content needs no second name', async t => {
	await using world = await begin();
	await writeFile(join(world.path, 'cat.jpg'), 'one');
	{
		await using partial = await world.make('one');
		const {savedAs, version} = await partial.keepAs(name, {sameContent: async other => other === name});
		t.is(savedAs, name);
		t.is(version, undefined);
	}

	t.deepEqual(await readdir(world.path), ['cat.jpg']);
});

test('when fifty names are taken the download fails, and nothing is left', async t => {
	await using world = await begin();
	for (let copy = 0; copy < 50; copy++) {
		await writeFile(join(world.path, copy === 0 ? name : `${name}~${copy}~`), '');
	}

	{
		await using partial = await world.make('one');
		await t.throwsAsync(partial.keepAs(name, never), {instanceOf: TransferError});
	}

	t.is((await readdir(world.path)).length, 50);
});

test('where the name is taken and all beside it are too long, that is said in words, and nothing is left', async t => {
	await using world = await begin();
	const long = parseFileName('x'.repeat(255));
	await writeFile(join(world.path, long), 'other');
	{
		await using partial = await world.make('one');
		const error = await t.throwsAsync(partial.keepAs(long, never), {instanceOf: TransferError});
		t.is(error.message, 'its name is taken, and the ones beside it are too long for the folder');
	}

	t.deepEqual(await readdir(world.path), [long]);
});

test('the digest is of what came so far', async t => {
	await using world = await begin();
	const partial = await world.make('');
	t.is(partial.digest, 'u3bJz@iaYsq6aMaMSJVq_b');
	await partial.append(Buffer.from('a'));
	t.is(partial.digest, 'meCD5cC82IAmdNP4PDNjHb');
	t.is(partial.bytes, 1);
});

test('a file that was not kept is gone with its block', async t => {
	await using world = await begin();
	{
		await using partial = await world.make('one');
		t.is((await readdir(world.path)).length, 1);
		t.is(partial.bytes, 3);
	}

	t.deepEqual(await readdir(world.path), []);
});
