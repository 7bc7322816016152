import {mkdir, mkdtempDisposable, readdir, readFile, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {ensureLayer} from './layer.ts';

const never = new AbortController().signal;
const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-layer-'));
const content = (folder: string) => readFile(path.join(folder, 'file'), 'utf8');
const writes = (text: string) => (folder: string) => writeFile(path.join(folder, 'file'), text);

test('a layer is made once', async t => {
	await using cache = await temporary();
	const folder = path.join(cache.path, 'disk', 'key');
	t.true(await ensureLayer(folder, writes('first'), {signal: never}));
	t.false(await ensureLayer(folder, writes('second'), {signal: never}));
	t.is(await content(folder), 'first');
});

test('of two at once, one makes and the other waits', async t => {
	await using cache = await temporary();
	const folder = path.join(cache.path, 'disk', 'key');
	const waiting = Promise.withResolvers<void>();
	let made = 0;
	const make = async (partial: string): Promise<void> => {
		made += 1;
		await waiting.promise;
		await writes('whole')(partial);
	};
	const results = await Promise.all([
		ensureLayer(folder, make, {signal: never, onWait: () => waiting.resolve()}),
		ensureLayer(folder, make, {signal: never, onWait: () => waiting.resolve()}),
	]);
	t.deepEqual(results.toSorted(), [false, true]);
	t.is(made, 1);
	t.is(await content(folder), 'whole');
});

test('what fails or is aborted leaves nothing', async t => {
	await using cache = await temporary();
	const folder = path.join(cache.path, 'disk', 'key');
	const stop = new AbortController();
	const failing = async (partial: string): Promise<void> => {
		await writes('half')(partial);
		throw new Error('no room');
	};
	await t.throwsAsync(ensureLayer(folder, failing, {signal: never}), {message: 'no room'});
	const aborted = async (partial: string): Promise<void> => {
		await writes('half')(partial);
		stop.abort();
	};
	await t.throwsAsync(ensureLayer(folder, aborted, {signal: stop.signal}), {name: 'AbortError'});
	t.deepEqual(await readdir(path.join(cache.path, 'disk')), ['key.lock']);
});

test('what a killed build left is not taken for whole, and goes away', async t => {
	await using cache = await temporary();
	const kind = path.join(cache.path, 'disk');
	await mkdir(path.join(kind, 'key.partial-0badcafe'), {recursive: true});
	await writes('half')(path.join(kind, 'key.partial-0badcafe'));
	t.true(await ensureLayer(path.join(kind, 'key'), writes('whole'), {signal: never}));
	t.deepEqual(await readdir(kind), ['key', 'key.lock']);
});
