import {mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {watchFolder} from './watch-folder.ts';

/** Watch a folder by a shelf that does this at each look, until it is told to stop; what was told meanwhile. */
const watchBy = async (rescan: (stop: () => void) => boolean, {isThere = true} = {}): Promise<string[]> => {
	await using temporary = await mkdtempDisposable(join(tmpdir(), 'osp2p-watch-'));
	const path = join(temporary.path, isThere ? '.' : 'gone');
	const stop = new AbortController();
	const told: string[] = [];
	await watchFolder(
		{watchPath: async () => Buffer.from(path)},
		{rescan: async () => rescan(() => stop.abort())},
		{
			everyMs: 60_000,
			tell: event => told.push(event.event === 'warning' ? event.text : event.event),
			signal: stop.signal,
		},
	);
	return told;
};

test('it looks at once, and ends when we leave', async t => {
	let looks = 0;
	const told = await watchBy(stop => {
		looks++;
		stop();
		return true;
	});
	t.is(looks, 1);
	t.deepEqual(told, []);
});

test('a folder that cannot be watched is told, and looked at all the same', async t => {
	let looks = 0;
	const told = await watchBy(
		stop => {
			looks++;
			stop();
			return true;
		},
		{isThere: false},
	);
	t.is(looks, 1);
	t.is(told.length, 1);
	t.regex(told[0] ?? '', /^the folder is not watched, only looked at every 60 s: ENOENT/);
});

test('a look that fails is told, but not one that we broke off by leaving', async t => {
	const fails = (stop: () => void): boolean => {
		setImmediate(stop);
		throw new Error('EACCES');
	};
	t.deepEqual(await watchBy(fails), ['the folder cannot be looked through: EACCES']);
	const leaves = (stop: () => void): boolean => {
		stop();
		throw new Error('broken off');
	};
	t.deepEqual(await watchBy(leaves), []);
});
