import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {parseFileName} from '../protocol/file-name.ts';
import type {FileVersion} from './file-version.ts';
import {PieceCache} from './piece-cache.ts';
import {MOST_AHEAD, PIECE_BYTES} from './piece-memory.ts';
import type {ReadBytes} from './read-bytes.ts';
import {type OpenFile, openSharedFolder} from './shared-folder.ts';

const NOW_MS = 1_700_000_000_000;
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;
const longAgo: FileVersion = {
	bytes: 40 * PIECE_BYTES,
	mtimeNs: ns(NOW_MS - 60_000),
	ctimeNs: ns(NOW_MS - 60_000),
	device: 1n,
	inode: 1n,
};

const openAs = (version: FileVersion, fd = Number(version.inode)): OpenFile => ({
	handle: {fd} as OpenFile['handle'],
	version,
	[Symbol.asyncDispose]: async () => undefined,
});

/** Reads of a disk that answers when it is told to; each piece is filled with the number of its file and its own. */
const slowDisk = () => {
	const waiting: Array<{readonly file: number; readonly at: number; readonly end: (error?: Error) => void}> = [];
	let reads = 0;
	const read: ReadBytes = (file, into, {bytes, at}) => {
		reads++;
		const {promise, resolve, reject} = Promise.withResolvers<number>();
		const end = (error?: Error): void => {
			into.fill(mark(file, at / PIECE_BYTES));
			error ? reject(error) : resolve(bytes);
		};
		waiting.push({file, at, end});
		return promise;
	};

	return {
		read,
		waiting,
		get reads() {
			return reads;
		},
		answerAll: (error?: Error) => {
			for (const {end} of waiting.splice(0)) {
				end(error);
			}
		},
	};
};

const mark = (file: number, index: number): number => (file * 50 + index) % 256;

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

test('who wants the same piece at the same time, or soon after, has it read once', async t => {
	const disk = slowDisk();
	const cache = new PieceCache({mostReaders: 10}, disk);
	const readers = Array.from({length: 5}, (_, index) => cache.join(openAs(longAgo, index), {nowMs: NOW_MS}));
	const taking = Promise.all(readers.map(reader => reader.take(7)));
	disk.answerAll();
	for (const piece of await taking) {
		t.is(piece.bytes.length, PIECE_BYTES);
		t.is(piece.bytes[0], mark(0, 7), 'of the descriptor that was read first');
		piece[Symbol.dispose]();
	}

	using late = await cache.join(openAs(longAgo), {nowMs: NOW_MS}).take(7);
	t.is(late.bytes[0], mark(0, 7));
	t.is(disk.reads, 1);
});

for (const [what, other] of [
	['longer', {...longAgo, bytes: longAgo.bytes + 1}],
	['written to', {...longAgo, mtimeNs: longAgo.mtimeNs + 1n}],
	['written to and dated back', {...longAgo, ctimeNs: longAgo.ctimeNs + 1n}],
	['another file', {...longAgo, inode: 2n}],
	['a file of another disk', {...longAgo, device: 2n}],
] as const) {
	test(`no piece is shared with one that is ${what}`, async t => {
		const disk = slowDisk();
		const cache = new PieceCache({mostReaders: 10}, disk);
		const one = cache.join(openAs(longAgo, 1), {nowMs: NOW_MS}).take(0);
		const two = cache.join(openAs(other, 2), {nowMs: NOW_MS}).take(0);
		disk.answerAll();
		t.deepEqual([(await one).bytes[0], (await two).bytes[0]], [mark(1, 0), mark(2, 0)]);
	});
}

for (const changed of ['mtimeNs', 'ctimeNs'] as const) {
	test(`a file whose ${changed} is just now shares nothing: it may change again and look the same`, async t => {
		const disk = slowDisk();
		const cache = new PieceCache({mostReaders: 10}, disk);
		const file = {...longAgo, [changed]: ns(NOW_MS - 1500)};
		const taking = [1, 2].map(fd => cache.join(openAs(file, fd), {nowMs: NOW_MS}).take(0));
		disk.answerAll();
		t.deepEqual(
			(await Promise.all(taking)).map(({bytes}) => bytes[0]),
			[mark(1, 0), mark(2, 0)],
		);
	});
}

test('a read that failed is told to all who waited for it, and not remembered', async t => {
	const disk = slowDisk();
	const cache = new PieceCache({mostReaders: 10}, disk);
	const readers = [1, 2, 3].map(fd => cache.join(openAs(longAgo, fd), {nowMs: NOW_MS}));
	readers[0]?.expect(3);
	const taking = Promise.allSettled(readers.map(reader => reader.take(3)));
	disk.answerAll(new Error('EIO'));
	t.deepEqual(
		(await taking).map(({status}) => status),
		['rejected', 'rejected', 'rejected'],
	);
	const again = Promise.all(readers.map(reader => reader.take(3)));
	disk.answerAll();
	t.true((await again).every(({bytes}) => bytes[0] === mark(1, 3)));
	t.is(disk.reads, 2);
});

test('a piece that is expected is read once, and its file stays open until then', async t => {
	const disk = slowDisk();
	const cache = new PieceCache({mostReaders: 1}, disk);
	const reader = cache.join(openAs(longAgo), {nowMs: NOW_MS});
	reader.expect(0);
	const taking = reader.take(0);
	disk.answerAll();
	(await taking)[Symbol.dispose]();
	t.is(disk.reads, 1);
	reader.expect(40); // Behind the end.
	t.is(disk.reads, 1);
	reader.expect(1);
	let isGone = false;
	const leaving = reader[Symbol.asyncDispose]().then(() => (isGone = true));
	await turn();
	t.false(isGone, 'the read still uses the descriptor');
	disk.answerAll();
	await leaving;
});

test('one upload alone uses the same two buffers again and again', async t => {
	const disk = slowDisk();
	const cache = new PieceCache({mostReaders: 40}, disk);
	await using reader = cache.join(openAs(longAgo), {nowMs: NOW_MS});
	for (let index = 0; index < 40; index++) {
		const taking = reader.take(index);
		disk.answerAll();
		using piece = await taking;
		reader.expect(index + 1);
		disk.answerAll();
		t.is(piece.bytes[0], mark(1, index));
		await turn();
	}

	t.is(disk.reads, 40);
	t.is(cache.takenBytes, 2 * PIECE_BYTES);
});

test('only so many pieces are read ahead, and whoever needs one now gets it all the same', async t => {
	const disk = slowDisk();
	const cache = new PieceCache({mostReaders: 20}, disk);
	const readers = Array.from({length: 20}, (_, index) =>
		cache.join(openAs({...longAgo, inode: BigInt(index)}), {nowMs: NOW_MS}),
	);
	const expectAll = (index: number): void => readers.forEach(reader => void reader.expect(index));
	expectAll(0);
	t.is(disk.reads, MOST_AHEAD);
	const taking = Promise.all(readers.map(reader => reader.take(1)));
	t.is(disk.reads, MOST_AHEAD + 20);
	t.is(cache.takenBytes, (20 + MOST_AHEAD) * PIECE_BYTES);
	disk.answerAll();
	for (const [index, piece] of (await taking).entries()) {
		t.is(piece.bytes[0], mark(index, 1));
		piece[Symbol.dispose]();
	}

	expectAll(2);
	t.is(disk.reads, 2 * MOST_AHEAD + 20);
});

test('memory is used again, also that of pieces nobody came for', async t => {
	const disk = slowDisk();
	const cache = new PieceCache({mostReaders: 20}, disk);
	for (let inode = 0; inode < 50; inode++) {
		const reader = cache.join(openAs({...longAgo, inode: BigInt(inode)}), {nowMs: NOW_MS});
		reader.expect(0);
		disk.answerAll();
		await reader[Symbol.asyncDispose]();
	}

	t.is(cache.takenBytes, PIECE_BYTES);
});

test('a real file comes as it is, its end included', async t => {
	await using temporary = await mkdtempDisposable(join(tmpdir(), 'osp2p-pieces-'));
	const content = Buffer.alloc(PIECE_BYTES + 3, 'abcdefg');
	await writeFile(join(temporary.path, 'f'), content);
	await using folder = await openSharedFolder(temporary.path);
	await using opened = await folder.openToRead(parseFileName('f'));
	await using reader = new PieceCache({mostReaders: 1}).join(opened, {nowMs: NOW_MS});
	const pieces: Buffer[] = [];
	for (const index of [0, 1]) {
		using piece = await reader.take(index);
		pieces.push(Buffer.from(piece.bytes));
	}

	t.true(Buffer.concat(pieces).equals(content));
});

test.serial(
	'whatever uploads do at once: everybody sees the bytes of his file until he is done, in bounded memory',
	async t => {
		const MOST = 4;
		const step = fc.record({
			file: fc.integer({min: 1, max: 3}),
			start: fc.integer({min: 0, max: 38}),
			pieces: fc.integer({min: 1, max: 30}),
			looksAhead: fc.boolean(),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(step, {minLength: 1, maxLength: 12}),
				fc.infiniteStream(fc.nat()),
				async (plans, numbers) => {
					const disk = slowDisk();
					const cache = new PieceCache({mostReaders: MOST}, disk);
					const roll = (below: number): number => (numbers.next().value ?? 0) % below;
					const waiting = [...plans];
					let running = 0;
					let failures = 0;
					const upload = async ({file, start, pieces, looksAhead}: (typeof plans)[number]): Promise<void> => {
						// The same file has the same marks whatever descriptor reads it.
						await using reader = cache.join(openAs({...longAgo, inode: BigInt(file)}, file), {nowMs: NOW_MS});
						for (let index = start; index < Math.min(40, start + pieces); index++) {
							try {
								using piece = await reader.take(index);
								if (looksAhead) {
									reader.expect(index + 1);
								}

								for (let turns = roll(4); turns >= 0; turns--) {
									t.is(piece.bytes[0], mark(file, index));
									t.is(piece.bytes.at(-1), mark(file, index));
									await turn();
								}
							} catch {
								failures++;
								return;
							}
						}
					};
					while (waiting.length > 0 || running > 0) {
						while (running < MOST && waiting.length > 0) {
							const plan = waiting.shift();
							if (plan !== undefined) {
								running++;
								void upload(plan).finally(() => running--);
							}
						}

						const [read] = disk.waiting.splice(roll(disk.waiting.length || 1), 1);
						read?.end(roll(20) === 0 ? new Error('EIO') : undefined);
						await turn();
						t.true(cache.takenBytes <= (MOST + MOST_AHEAD) * PIECE_BYTES, `${cache.takenBytes}`);
					}

					t.true(failures <= plans.length);
				},
			),
			{numRuns: 30},
		);
	},
);
