import {stat} from 'node:fs';
import {appendFile, lstat, mkdtempDisposable, rename, truncate, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Writable} from 'node:stream';
import test from 'ava';
import {parseFileName} from '../protocol/file-name.ts';
import {DEFAULT_LIMITS} from './peer-limits.ts';
import {PieceCache} from './piece-cache.ts';
import {PIECE_BYTES} from './piece-memory.ts';
import {sendFile} from './send-file.ts';
import {openSharedFolder} from './shared-folder.ts';
import {uploadBudget} from './transfer-budget.ts';
import {TransferError} from './transfer-error.ts';

const share = async (bytes: number) => {
	const stack = new AsyncDisposableStack();
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-send-')));
	const file = join(path, 'f');
	const content = Buffer.alloc(bytes, 'abcdefg');
	await writeFile(file, content);
	const folder = stack.use(await openSharedFolder(path));
	const opened = stack.use(await folder.openToRead(parseFileName('f')));
	const pieces = stack.use(new PieceCache({mostReaders: 1}).join(opened, {nowMs: Date.now()}));
	return {file, content, opened, pieces, [Symbol.asyncDispose]: () => stack.disposeAsync()};
};

const tools = {
	limits: uploadBudget(DEFAULT_LIMITS),
	onBytes: () => undefined,
	clock: () => performance.now(),
};

for (const bytes of [0, 1, PIECE_BYTES - 1, PIECE_BYTES, 3 * PIECE_BYTES + 5]) {
	test(`a file of ${bytes} bytes arrives as it is`, async t => {
		await using shared = await share(bytes);
		const received: Buffer[] = [];
		const reader = new Writable({
			write(chunk: Buffer, _, done) {
				received.push(Buffer.from(chunk)); // A copy, as a socket makes: the buffer is used again.
				done();
			},
		});
		let counted = 0;
		await sendFile(shared.opened, reader, {
			...tools,
			pieces: shared.pieces,
			onBytes: sent => (counted += sent),
		});
		t.true(Buffer.concat(received).equals(shared.content));
		t.is(counted, bytes);
	});
}

for (const [what, change] of [
	['shrinks', (file: string) => truncate(file, PIECE_BYTES)],
	['grows', (file: string) => appendFile(file, 'more')],
	['is written anew', (file: string) => writeFile(file, Buffer.alloc(4 * PIECE_BYTES, 'z'))],
	[
		'is written anew, its time put back,',
		async (file: string) => {
			const {atime, mtime} = await lstat(file);
			await writeFile(file, Buffer.alloc(4 * PIECE_BYTES, 'z'));
			await utimes(file, atime, mtime);
		},
	],
	[
		'is overwritten and then replaced by another',
		async (file: string) => {
			await writeFile(file, Buffer.alloc(4 * PIECE_BYTES, 'z'));
			await writeFile(`${file}~`, 'other');
			await rename(`${file}~`, file);
		},
	],
] as const) {
	test(`a file that ${what} while it is sent is not sent to its end`, async t => {
		await using shared = await share(4 * PIECE_BYTES);
		let sent = 0;
		const reader = new Writable({
			async write(chunk: Buffer, _, done) {
				if (sent === 0) {
					await change(shared.file);
				}

				sent += chunk.length;
				done();
			},
		});
		const sending = sendFile(shared.opened, reader, {...tools, pieces: shared.pieces});
		await t.throwsAsync(sending, {instanceOf: TransferError, message: /changed/});
		t.true(sent < 4 * PIECE_BYTES, `${sent}`);
	});
}

test('who takes a piece at once gets a large one next, who takes his time a small one', async t => {
	await using shared = await share(4 * PIECE_BYTES);
	const sizes: number[] = [];
	let nowMs = 0;
	const reader = new Writable({
		write(chunk: Buffer, _, done) {
			nowMs += sizes.length === 2 ? 500 : 499;
			sizes.push(chunk.length);
			done();
		},
	});
	await sendFile(shared.opened, reader, {...tools, pieces: shared.pieces, clock: () => nowMs});
	const small = 32 * 1024;
	t.deepEqual(sizes, [small, PIECE_BYTES - small, PIECE_BYTES, small, PIECE_BYTES - small, PIECE_BYTES]);
});

test('a reader that goes is told as that, with the reason', async t => {
	await using shared = await share(4 * PIECE_BYTES);
	const reader = new Writable({write: (_chunk, _, done) => done(new Error('EPIPE'))}).on('error', () => undefined);
	await t.throwsAsync(sendFile(shared.opened, reader, {...tools, pieces: shared.pieces}), {
		instanceOf: TransferError,
		message: 'the reader is gone: EPIPE',
	});
	const other = new Writable({
		write() {
			setImmediate(() => this.destroy(new TransferError('told to go')));
		},
	}).on('error', () => undefined);
	const sending = sendFile(shared.opened, other, {...tools, pieces: shared.pieces});
	await t.throwsAsync(sending, {instanceOf: TransferError, message: 'told to go'});
});

test('a reader that does not read is given up, and cost one piece of memory', async t => {
	await using shared = await share(4 * PIECE_BYTES);
	let taken = 0;
	const reader = new Writable({
		write(chunk: Buffer) {
			taken += chunk.length; // And never calls back.
		},
	});
	reader.on('error', () => undefined);
	let nowMs = 0;
	const sending = sendFile(shared.opened, reader, {...tools, pieces: shared.pieces, clock: () => (nowMs += 10_000)});
	await t.throwsAsync(sending, {instanceOf: TransferError, message: /too slow/});
	t.true(taken <= PIECE_BYTES, `${taken}`);
});

test.serial('a reader that read while our whole program stood still is none too slow', async t => {
	await using shared = await share(PIECE_BYTES);
	const received: Buffer[] = [];
	const reader = new Writable({
		write(chunk: Buffer, _, done) {
			received.push(Buffer.from(chunk));
			stat('/', () => done()); // Comes with what is read from sockets, behind the timers.
			for (const end = performance.now() + 1100; received.length === 1 && performance.now() < end; ) {}
		},
	});
	await sendFile(shared.opened, reader, {
		...tools,
		pieces: shared.pieces,
		limits: {...tools.limits, firstByteMs: 500},
	});
	t.true(Buffer.concat(received).equals(shared.content));
});
