import type {Writable} from 'node:stream';
import {sameVersion, versionOf} from './file-version.ts';
import {judgeEvery} from './judge-every.ts';
import type {PieceReader} from './piece-cache.ts';
import {PIECE_BYTES} from './piece-memory.ts';
import type {OpenFile} from './shared-folder.ts';
import type {BudgetLimits} from './transfer-budget.ts';
import {TransferBudget} from './transfer-budget.ts';
import {TransferError} from './transfer-error.ts';

/** First and least piece for a reader that is slow: whether it reads at all shows sooner. */
const LEAST_BYTES = 32 * 1024;

/**
Send an open file, one piece after the other, each when the last one has left us: memory stays one piece however slow the reader.

@param pieces - Of this very file.
@param onBytes - Called with the bytes of each piece that left.
@throws {TransferError} If the reader is too slow or gone, or the file changed: the last piece is not sent then, and the caller has to reset the connection so that nobody takes it for whole.
*/
export const sendFile = async (
	{handle, version}: OpenFile,
	socket: Writable,
	{
		pieces,
		limits,
		onBytes,
		clock,
	}: {
		readonly pieces: PieceReader;
		readonly limits: BudgetLimits;
		readonly onBytes: (bytes: number) => void;
		readonly clock: () => number;
	},
): Promise<void> => {
	const write = writerTo(socket);
	const budget = new TransferBudget(limits, {nowMs: clock()});
	using _judging = judgeEvery(1000, () => {
		const reason = budget.broken(clock());
		if (reason !== undefined) {
			write.fail(new TransferError(`the reader is too slow: ${reason}`));
		}
	});
	let mostBytes = LEAST_BYTES;
	for (let at = 0; at < version.bytes; ) {
		const index = Math.floor(at / PIECE_BYTES);
		using piece = await pieces.take(index);
		const from = at % PIECE_BYTES;
		const bytes = piece.bytes.subarray(from, from + mostBytes);
		at += bytes.length;
		if (
			bytes.length === 0 ||
			(at === version.bytes && !sameVersion(versionOf(await handle.stat({bigint: true})), version))
		) {
			throw new TransferError('the file changed while it was sent');
		}

		if (mostBytes === PIECE_BYTES) {
			pieces.expect(index + 1); // Read while this one is sent.
		}

		const sentAtMs = clock();
		await write.all(bytes);
		const nowMs = clock();
		budget.spend(bytes.length, nowMs);
		onBytes(bytes.length);
		mostBytes = nowMs - sentAtMs < 500 ? PIECE_BYTES : LEAST_BYTES;
	}
};

/** Sends a piece and waits until the system has taken all of it, or the stream is gone, or it was told to fail. */
const writerTo = (
	socket: Writable,
): {readonly all: (bytes: Buffer) => Promise<void>; readonly fail: (error: Error) => void} => {
	let failure: Error | undefined;
	let rejectWrite: ((error: Error) => void) | undefined;
	const fail = (error: Error): void => {
		failure ??=
			error instanceof TransferError
				? error
				: new TransferError(`the reader is gone: ${error.message}`, {cause: error});
		rejectWrite?.(failure);
	};

	socket.once('close', () => fail(socket.errored ?? new Error('the connection is closed')));
	return {
		fail,
		all: bytes => {
			const {promise, resolve, reject} = Promise.withResolvers<void>();
			rejectWrite = reject;
			if (failure === undefined) {
				socket.write(bytes, error => (error ? fail(error) : resolve()));
			} else {
				reject(failure);
			}

			return promise;
		},
	};
};
