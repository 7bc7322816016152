import {mkdtempDisposable, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
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
	return {path, folder, shelf: new Shelf(folder), [Symbol.asyncDispose]: () => stack.disposeAsync()};
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

test('an unchanged file is not read again', async t => {
	await using world = await openShelf();
	const {path, shelf} = world;
	await writeFile(join(path, 'f'), 'a');
	await shelf.rescan({signal: never});
	const known = shelf.files.get('f' as never);
	await shelf.rescan({signal: never});
	t.is(shelf.files.get('f' as never), known);
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
