import {read} from 'node:fs';
import type {Writable} from 'node:stream';
import {type OpenFile, sameVersion, versionOf} from './shared-folder.ts';
import type {BudgetLimits} from './transfer-budget.ts';
import {TransferBudget} from './transfer-budget.ts';
import {TransferError} from './transfer-error.ts';

/** Bytes read and sent in one go. Measured: 256 KiB is where a Node loop comes closest to one in C. */
export const SEND_BYTES = 256 * 1024;

/** First and least piece for a reader that is slow: whether it reads at all shows sooner. */
const LEAST_BYTES = 32 * 1024;

/**
Send an open file, one piece after the other, each when the last one has left us: memory stays one piece however slow the reader.

@param buffer - `SEND_BYTES` bytes, ours until the promise settles.
@param onBytes - Called with the bytes of each piece that left.
@throws {TransferError} If the reader is too slow or gone, or the file changed: the last piece is not sent then, and the caller has to reset the connection so that nobody takes it for whole.
*/
export const sendFile = async (
	{handle, version}: OpenFile,
	socket: Writable,
	{
		buffer,
		limits,
		onBytes,
		clock,
	}: {
		readonly buffer: Buffer;
		readonly limits: BudgetLimits;
		readonly onBytes: (bytes: number) => void;
		readonly clock: () => number;
	},
): Promise<void> => {
	const write = writerTo(socket);
	const budget = new TransferBudget(limits, {nowMs: clock()});
	const check = setInterval(() => {
		const reason = budget.broken(clock());
		if (reason !== undefined) {
			socket.destroy(new TransferError(`the reader is too slow: ${reason}`));
		}
	}, 1000);
	try {
		let pieceBytes = LEAST_BYTES;
		for (let at = 0; at < version.bytes; ) {
			const bytesRead = await readPiece(handle.fd, buffer, {bytes: Math.min(pieceBytes, version.bytes - at), at});
			at += bytesRead;
			if (bytesRead === 0 || (at === version.bytes && !sameVersion(versionOf(await handle.stat()), version))) {
				throw new TransferError('the file changed while it was sent');
			}

			const sentAtMs = clock();
			await write(buffer.subarray(0, bytesRead));
			budget.spend(bytesRead, clock());
			onBytes(bytesRead);
			pieceBytes = clock() - sentAtMs < 500 ? SEND_BYTES : LEAST_BYTES;
		}
	} finally {
		clearInterval(check);
	}
};

/** `FileHandle.read()` does the same and costs a tenth of the throughput. */
const readPiece = (
	file: number,
	buffer: Buffer,
	{bytes, at}: {readonly bytes: number; readonly at: number},
): Promise<number> => {
	const {promise, resolve, reject} = Promise.withResolvers<number>();
	read(file, buffer, 0, bytes, at, (error, bytesRead) => (error ? reject(error) : resolve(bytesRead)));
	return promise;
};

/** A function that sends a piece and waits until the system has taken all of it, or the stream is gone. */
const writerTo = (socket: Writable): ((bytes: Buffer) => Promise<void>) => {
	let fail: ((error: Error) => void) | undefined;
	socket.once('close', () => fail?.(socket.errored ?? new Error('the connection is closed')));
	return bytes => {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		fail = error =>
			reject(
				error instanceof TransferError
					? error
					: new TransferError(`the reader is gone: ${error.message}`, {cause: error}),
			);
		socket.write(bytes, error => (error ? fail?.(error) : resolve()));
		return promise;
	};
};
