import {mkdir, mkdtempDisposable, readdir, utimes} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {forgetLayers} from './forget-layers.ts';

const {signal} = new AbortController();
const HOUR_MS = 60 * 60 * 1000;
const nowMs = Date.now();

/** A kind of layers; each was used so many hours ago. */
const layersUsed = async (hoursAgo: Readonly<Record<string, number>>) => {
	const cache = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-cache-'));
	for (const [name, hours] of Object.entries(hoursAgo)) {
		await mkdir(path.join(cache.path, name));
		await utimes(path.join(cache.path, name), (nowMs - hours * HOUR_MS) / 1000, (nowMs - 999 * HOUR_MS) / 1000);
	}

	return cache;
};

const layersIn = async (cache: string): Promise<string[]> =>
	(await readdir(cache)).filter(name => !name.endsWith('.lock')).sort();

const nineOld = Object.fromEntries(Array.from({length: 9}, (_, index) => [`old${index}`, 10 + index]));

test('the eight used last stay, the one in use among them', async t => {
	await using cache = await layersUsed({...nineOld, mine: 99});
	await forgetLayers(path.join(cache.path, 'mine'), {nowMs, signal});
	t.deepEqual(await layersIn(cache.path), ['mine', ...Array.from({length: 7}, (_, index) => `old${index}`)]);
});

test('who was used within the hour stays, however many there are', async t => {
	const recent = Object.fromEntries(Array.from({length: 12}, (_, index) => [`new${index}`, 0.5]));
	await using cache = await layersUsed(recent);
	await forgetLayers(path.join(cache.path, 'new0'), {nowMs, signal});
	t.is((await layersIn(cache.path)).length, 12);
});

test('a layer in the making is let be', async t => {
	await using cache = await layersUsed({...nineOld, 'next.partial-1': 500});
	await forgetLayers(path.join(cache.path, 'old0'), {nowMs, signal});
	t.true((await layersIn(cache.path)).includes('next.partial-1'));
});
