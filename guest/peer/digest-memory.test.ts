import {execFileSync} from 'node:child_process';
import {
	chmod,
	mkdir,
	mkdtempDisposable,
	readdir,
	readFile,
	rm,
	stat,
	symlink,
	truncate,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {DIGESTS_FILE} from './digest-file.ts';
import {formatDigestList, MOST_DIGESTS} from './digest-list.ts';
import {DigestMemory} from './digest-memory.ts';
import type {FileVersion} from './file-version.ts';

const NOW_MS = 1_700_000_000_000;
const DIGEST = 'meCD5cC82IAmdNP4PDNjHb';
const OTHER = 'u3bJz@iaYsq6aMaMSJVq_b';
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;
const longAgo: FileVersion = {
	bytes: 9e6,
	mtimeNs: ns(NOW_MS - 60_000) - 1n,
	ctimeNs: ns(NOW_MS - 60_000),
	device: 1n,
	inode: 1n,
};

const makeWorld = async () => {
	const {path, remove} = await mkdtempDisposable(join(tmpdir(), 'osp2p-digests-'));
	const folder = join(path, 'made', 'when needed');
	const warnings: string[] = [];
	let nowMs = NOW_MS;
	/** The memory of one run, and how many files that run has read. */
	const start = ({userId = process.getuid?.()}: {readonly userId?: number | undefined} = {}) => {
		const memory = new DigestMemory(folder, {
			pid: process.pid,
			userId,
			now: () => nowMs,
			tell: event => warnings.push(event.event === 'warning' ? event.text : event.event),
		});
		let reads = 0;
		const ask = (version: FileVersion, digest: string | undefined = DIGEST): Promise<string | undefined> =>
			memory.digestOf(version, async () => {
				reads++;
				return digest;
			});
		return {memory, ask, reads: () => reads};
	};

	/** Ask for a file in a run of its own, and tell whether it was read. */
	const isReadBy = async (version: FileVersion, digest?: string): Promise<boolean> => {
		const run = start();
		await run.ask(version, digest);
		await run.memory.save();
		return run.reads() === 1;
	};

	const later = (ms: number): void => {
		nowMs += ms;
	};
	return {folder, warnings, start, isReadBy, later, [Symbol.asyncDispose]: remove};
};

test('a digest is remembered from one run to the next', async t => {
	await using world = await makeWorld();
	t.true(await world.isReadBy(longAgo));
	const {ask, reads} = world.start();
	t.is(await ask(longAgo, OTHER), DIGEST);
	t.is(reads(), 0);
	t.deepEqual(await readdir(world.folder), [DIGESTS_FILE], 'and nothing else is left');
	t.deepEqual(world.warnings, []);
});

for (const [what, change] of [
	['bytes', {bytes: 9e6 + 1}],
	['mtime', {mtimeNs: longAgo.mtimeNs + 1n}],
	['ctime', {ctimeNs: longAgo.ctimeNs + 1n}],
	['device', {device: 2n}],
	['inode', {inode: 2n}],
] as const) {
	test(`a file with another ${what} is read again`, async t => {
		await using world = await makeWorld();
		await world.isReadBy(longAgo);
		t.true(await world.isReadBy({...longAgo, ...change}));
	});
}

for (const changed of ['mtimeNs', 'ctimeNs'] as const) {
	test(`a file whose ${changed} was just now when it was read is not remembered: it may have changed since and look the same`, async t => {
		await using world = await makeWorld();
		const version = {...longAgo, [changed]: ns(NOW_MS - 1500)};
		t.true(await world.isReadBy(version));
		world.later(10_000);
		t.true(await world.isReadBy(version));
		t.false(await world.isReadBy(version));
	});
}

test('what counts is when reading began: a file that was new then is not remembered, however long it took', async t => {
	await using world = await makeWorld();
	const {memory} = world.start();
	await memory.digestOf({...longAgo, mtimeNs: ns(NOW_MS - 1500)}, async () => {
		world.later(5000);
		return DIGEST;
	});
	await memory.save();
	t.true(await world.isReadBy({...longAgo, mtimeNs: ns(NOW_MS - 1500)}));
});

test('a file that changed while it was read has no digest to remember', async t => {
	await using world = await makeWorld();
	const {memory, ask, reads} = world.start();
	const changed = () =>
		memory.digestOf(longAgo, async () => {
			await ask(longAgo); // Nothing is in the way of two at once.
			return undefined;
		});
	t.is(await changed(), undefined);
	t.is(reads(), 1);
	await using other = await makeWorld();
	const alone = other.start();
	t.is(await alone.memory.digestOf(longAgo, async () => undefined), undefined);
	await alone.memory.save();
	t.true(await other.isReadBy(longAgo));
});

test('nothing is written when there is nothing new', async t => {
	await using world = await makeWorld();
	await world.start().memory.save();
	await t.throwsAsync(readdir(world.folder), {code: 'ENOENT'});
	const {memory, ask} = world.start();
	await ask(longAgo);
	await memory.save();
	await rm(world.folder, {recursive: true});
	await memory.save();
	await t.throwsAsync(readdir(world.folder), {code: 'ENOENT'}, 'it was written already');
});

for (const [what, spoil] of [
	['cut', file => truncate(file, 50)],
	['empty', file => truncate(file, 0)],
	['huge', file => truncate(file, 2 ** 40)],
	['garbage', file => writeFile(file, Buffer.alloc(100_000, 0xff))],
	['one that others can write', file => chmod(file, 0o666)],
] satisfies ReadonlyArray<readonly [string, (file: string) => Promise<void>]>) {
	test(`a file that is ${what} is complained of, not believed, and replaced`, async t => {
		await using world = await makeWorld();
		await world.isReadBy(longAgo);
		await spoil(join(world.folder, DIGESTS_FILE));
		t.true(await world.isReadBy(longAgo));
		t.regex(world.warnings[0] ?? '', /osppeer-digests~" are not used: it is|others can/);
		t.false(await world.isReadBy(longAgo));
	});
}

for (const [what, complaint, lay] of [
	['a link', /are not used: ELOOP/, file => symlink('elsewhere', file)],
	['a pipe', /are not used: it is no list of digests/, async file => void execFileSync('mkfifo', [file])],
] satisfies ReadonlyArray<readonly [string, RegExp, (file: string) => Promise<void>]>) {
	test(`${what} in place of the file is not followed, not waited for, and replaced`, async t => {
		await using world = await makeWorld();
		await mkdir(world.folder, {recursive: true});
		await lay(join(world.folder, DIGESTS_FILE));
		t.true(await world.isReadBy(longAgo));
		t.regex(world.warnings[0] ?? '', complaint);
		t.false(await world.isReadBy(longAgo));
	});
}

test('a link in place of the unfinished file is not followed: nothing else is overwritten', async t => {
	await using world = await makeWorld();
	await mkdir(world.folder, {recursive: true});
	const victim = join(world.folder, 'victim');
	await writeFile(victim, 'precious');
	await symlink('victim', join(world.folder, `osppeer-digests.${process.pid}~`));
	await world.isReadBy(longAgo);
	t.is(await readFile(victim, 'utf8'), 'precious');
	t.regex(world.warnings[0] ?? '', /^digests are not remembered: /);
});

test("what is written is nobody else's to read or write", async t => {
	await using world = await makeWorld();
	await world.isReadBy(longAgo);
	for (const path of [world.folder, join(world.folder, DIGESTS_FILE)]) {
		t.is((await stat(path)).mode & 0o077, 0, path);
	}
});

test('the file of another user is not believed', async t => {
	await using world = await makeWorld();
	await world.isReadBy(longAgo);
	const {ask, reads} = world.start({userId: 12_345});
	await ask(longAgo);
	t.is(reads(), 1);
	t.regex(world.warnings[0] ?? '', /others can write it/);
});

test('a folder that cannot be written to costs a warning, nothing more', async t => {
	await using world = await makeWorld();
	await mkdir(join(world.folder, DIGESTS_FILE), {recursive: true}); // Rename cannot replace a folder.
	t.true(await world.isReadBy(longAgo));
	t.regex(world.warnings.at(-1) ?? '', /^digests are not remembered: /);
	t.deepEqual(await readdir(world.folder), [DIGESTS_FILE], 'no half-written file stays');
});

test('peers that share the file keep what the others wrote', async t => {
	await using world = await makeWorld();
	const [one, two] = [world.start(), world.start()];
	await one.ask(longAgo);
	await two.ask({...longAgo, inode: 2n});
	await one.memory.save();
	await two.memory.save();
	t.false(await world.isReadBy(longAgo));
	t.false(await world.isReadBy({...longAgo, inode: 2n}));
});

test('only so many are remembered: what was used last stays', async t => {
	await using world = await makeWorld();
	const file = (inode: number): FileVersion => ({...longAgo, inode: BigInt(inode)});
	await world.isReadBy(file(1));
	await world.isReadBy(file(2));
	const {memory, ask, reads} = world.start();
	for (let inode = 3; inode < MOST_DIGESTS + 2; inode++) {
		await ask(file(inode));
	}

	await ask(file(1));
	await memory.save();
	t.false(await world.isReadBy(file(1)));
	t.true(await world.isReadBy(file(2)));

	// Nor does one run remember more.
	await ask(file(0));
	await ask(file(3));
	t.is(reads(), MOST_DIGESTS + 1);
});

test('what was used again is not what was used longest ago', async t => {
	await using world = await makeWorld();
	const {ask, reads} = world.start();
	const asks = async (...inodes: readonly number[]): Promise<void> => {
		for (const inode of inodes) {
			await ask({...longAgo, inode: BigInt(inode)});
		}
	};
	await asks(...Array.from({length: MOST_DIGESTS}, (_, index) => index), 0, MOST_DIGESTS);
	const before = reads();
	await asks(0);
	t.is(reads(), before);
	await asks(1);
	t.is(reads(), before + 1);
});

test('what was hashed is written down every ten seconds, not only at the end', async t => {
	await using world = await makeWorld();
	const {ask} = world.start();
	await ask(longAgo);
	await t.throwsAsync(readdir(world.folder), {code: 'ENOENT'});
	world.later(11_000);
	await ask({...longAgo, inode: 2n});
	const written = await readFile(join(world.folder, DIGESTS_FILE), 'latin1');
	t.is(
		written,
		formatDigestList(
			new Map([1, 2].map(inode => [`1 ${inode} 9000000 1699999939999999999 1699999940000000000`, DIGEST])),
		),
	);
});
