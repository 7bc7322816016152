import {mkdir, mkdtempDisposable, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {cleanCache} from './clean.ts';
import {writeSums} from './file-sums.ts';
import {listLayers} from './list.ts';
import {lock} from './lock.ts';

const never = new AbortController().signal;

const cacheOf = async (...folders: readonly string[]) => {
	const cache = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-cache-'));
	for (const folder of folders) {
		await mkdir(path.join(cache.path, folder), {recursive: true});
		await writeFile(path.join(cache.path, folder, 'file'), 'content');
		await writeSums(path.join(cache.path, folder));
	}

	return cache;
};

const names = (layers: ReadonlyArray<{readonly kind: string; readonly name: string}>) =>
	layers.map(({kind, name}) => `${kind}/${name}`);

test('layers are listed with what they take and whether they are whole', async t => {
	await using cache = await cacheOf('root/debian', 'disk/key', 'programs/key.partial-1');
	const layers = await listLayers(cache.path);
	t.deepEqual(
		layers.map(({kind, name, state}) => `${kind}/${name} ${state}`),
		[
			'root/debian whole',
			'disk/key damaged', // It has no manifest.
			'programs/key.partial-1 leftover',
		],
	);
	t.true(layers.every(({bytes}) => bytes >= 7));
});

test('a cache that was never used is empty', async t => {
	t.deepEqual(await listLayers('/nowhere/osp2p'), []);
});

test('what is not kept is removed, leftovers always', async t => {
	await using cache = await cacheOf('root/debian', 'disk/key', 'programs/key.partial-1', 'keys');
	const removed = await cleanCache({cacheFolder: cache.path, keep: ({kind}) => kind === 'root'}, {signal: never});
	t.deepEqual(names(removed), ['disk/key', 'programs/key.partial-1']);
	t.deepEqual(names(await listLayers(cache.path)), ['root/debian']);
});

test('a layer in the making is let be', async t => {
	await using cache = await cacheOf('root/debian.partial-1', 'disk/key');
	using _ = await lock(path.join(cache.path, 'root/debian.lock'), {signal: never});
	t.deepEqual(names(await cleanCache({cacheFolder: cache.path, keep: () => false}, {signal: never})), ['disk/key']);
	t.deepEqual(names(await listLayers(cache.path)), ['root/debian.partial-1']);
});
