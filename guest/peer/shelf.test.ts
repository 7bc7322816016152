import {mkdtempDisposable, readFile, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {parseFileName} from '../protocol/file-name.ts';
import {DIGESTS_FILE} from './digest-file.ts';
import {formatDigestList, parseDigestList} from './digest-list.ts';
import {DigestMemory} from './digest-memory.ts';
import type {PeerEvent} from './peer-event.ts';
import {openSharedFolder} from './shared-folder.ts';
import {Shelf} from './shelf.ts';
import {watchFolder} from './watch-folder.ts';

const a = 'meCD5cC82IAmdNP4PDNjHb';
const nothing = 'u3bJz@iaYsq6aMaMSJVq_b';
const never = new AbortController().signal;

const openShelf = async () => {
	const stack = new AsyncDisposableStack();
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-shelf-')));
	const folder = stack.use(await openSharedFolder(path));
	return {path, folder, shelf: new Shelf(folder, {now: () => 0}), [Symbol.asyncDispose]: () => stack.disposeAsync()};
};

const digests = (shelf: Shelf): Record<string, string> =>
	Object.fromEntries([...shelf.files].map(([name, {digest}]) => [name, digest]));

test('the shelf follows the folder: new, changed, replaced, gone', async t => {
	await using world = await openShelf();
	const {path, shelf} = world;
	await writeFile(join(path, 'f'), 'a');
	t.true(await shelf.rescan({signal: never}));
	t.deepEqual(digests(shelf), {f: a});
	await writeFile(join(path, 'f'), '');
	await shelf.rescan({signal: never});
	t.deepEqual(digests(shelf), {f: nothing});
	const {mtime} = await stat(join(path, 'f'));
	await writeFile(join(path, 'g.tmp~'), '');
	await rename(join(path, 'g.tmp~'), join(path, 'g'));
	await utimes(join(path, 'g'), mtime, mtime);
	await writeFile(join(path, 'g'), 'a');
	await rm(join(path, 'f'));
	await shelf.rescan({signal: never});
	t.deepEqual(digests(shelf), {g: a});
});

test('a file written anew with as many bytes is read again, though its time was put back', async t => {
	await using world = await openShelf();
	const {path, shelf} = world;
	const file = join(path, 'f');
	await writeFile(file, 'b');
	const {atime, mtime} = await stat(file);
	await utimes(file, atime, mtime); // As precise as the one that is put back below.
	await shelf.rescan({signal: never});
	t.not(digests(shelf)['f'], a);
	for (let tries = 0; tries < 1000 && digests(shelf)['f'] !== a; tries++) {
		await writeFile(file, 'a'); // Until the file system's clock has ticked.
		await utimes(file, atime, mtime);
		await shelf.rescan({signal: never});
	}

	t.is(digests(shelf)['f'], a);
});

test('a file that was read so soon after it changed that it may change again unseen is read once more', async t => {
	await using world = await openShelf();
	await writeFile(join(world.path, 'f'), 'a');
	let nowMs = Date.now();
	const shelf = new Shelf(world.folder, {now: () => nowMs});
	await shelf.rescan({signal: never});
	const young = shelf.files.get('f' as never);
	await shelf.rescan({signal: never});
	t.is(shelf.files.get('f' as never), young);
	nowMs += 60_000;
	await shelf.rescan({signal: never});
	const settled = shelf.files.get('f' as never);
	t.not(settled, young);
	nowMs += 60_000;
	await shelf.rescan({signal: never});
	t.is(shelf.files.get('f' as never), settled);
});

test('whoever listens hears of what is put there, and of what a look has found', async t => {
	await using world = await openShelf();
	const {path, folder, shelf} = world;
	const heard: string[][] = [];
	shelf.onChange(() => heard.push([...shelf.files.keys()]));
	for (const [name, bytes] of [
		['small', 1],
		['large', 3],
		['middle', 2],
	] as const) {
		await writeFile(join(path, name), Buffer.alloc(bytes));
	}

	await shelf.rescan({signal: never});
	const [small, middle, large] = ['small', 'middle', 'large'];
	t.deepEqual(heard.splice(0), [[small], [small, middle], [small, middle, large], [small, middle, large]]);
	await rm(join(path, 'large'));
	await shelf.rescan({signal: never});
	t.deepEqual(heard.splice(0), [[small, middle]]);
	await shelf.rescan({signal: never});
	t.deepEqual(heard, [], 'a look that finds nothing new is no change');
	const [[, version] = []] = await folder.list();
	t.truthy(version && shelf.put(parseFileName('put'), {version, digest: a}) === undefined);
	t.deepEqual(heard, [[small, middle, 'put']]);
});

test('an unchanged file is not read again', async t => {
	await using world = await openShelf();
	const {path, shelf} = world;
	await writeFile(join(path, 'f'), 'a');
	await shelf.rescan({signal: never});
	const known = shelf.files.get('f' as never);
	await shelf.rescan({signal: never});
	t.is(shelf.files.get('f' as never), known);
});

test('a large file is read once, a later run remembers its digest; small ones are not remembered', async t => {
	await using world = await openShelf();
	await using cache = await mkdtempDisposable(join(tmpdir(), 'osp2p-cache-'));
	const scan = async (names: Readonly<Record<string, number>>) => {
		for (const [name, bytes] of Object.entries(names)) {
			await writeFile(join(world.path, name), Buffer.alloc(bytes));
		}

		const warnings: PeerEvent[] = [];
		const memory = new DigestMemory(cache.path, {
			pid: process.pid,
			userId: process.getuid?.(),
			now: () => Date.now() + 60_000, // What was written now is no news.
			tell: event => warnings.push(event),
		});
		const shelf = new Shelf(world.folder, {memory});
		await shelf.rescan({signal: never});
		t.deepEqual(warnings, []);
		return digests(shelf);
	};

	const first = await scan({small: 1000, large: 9_000_000});
	const file = join(cache.path, DIGESTS_FILE);
	const written = await readFile(file, 'latin1');
	const found = Object.entries(first).map(([name, digest]) => [name, written.includes(digest)] as const);
	t.deepEqual(Object.fromEntries(found), {small: false, large: true});
	const list = new Map([...(parseDigestList(written) ?? [])].map(([key]) => [key, nothing]));
	await writeFile(file, formatDigestList(list), {mode: 0o600});
	t.deepEqual(await scan({}), {small: first['small'] ?? '', large: nothing}, 'it is believed, not read again');
	t.is((await scan({large: 9_000_001}))['large']?.length, 22);
	t.not((await scan({}))['large'], nothing);
});

test('changes are noticed while it watches', async t => {
	await using world = await openShelf();
	const {path, folder, shelf} = world;
	const stop = new AbortController();
	const events: PeerEvent[] = [];
	let wake = (): void => undefined;
	shelf.onChange(() => wake());
	const until = async (isThere: () => boolean): Promise<void> => {
		while (!isThere()) {
			const {promise, resolve} = Promise.withResolvers<void>();
			wake = resolve;
			await promise;
		}
	};
	const watching = watchFolder(folder, shelf, {
		everyMs: 60_000,
		tell: event => events.push(event),
		signal: stop.signal,
	});
	await until(() => shelf.isScanned);
	await writeFile(join(path, 'f'), 'a');
	await until(() => shelf.files.size === 1);
	await rm(join(path, 'f'));
	await until(() => shelf.files.size === 0);
	stop.abort();
	await watching;
	t.deepEqual(events, []);
});
