import type {Readable} from 'node:stream';
import {LineSplitter} from '../protocol/line-splitter.ts';
import {judgeEvery} from './judge-every.ts';
import {because, TransferError} from './transfer-error.ts';

/** Most bytes read and thrown away behind a request; then the sender has to wait. */
const MAX_BYTES_BEHIND = 64 * 1024;

/**
The one request line of a connection. What comes behind it is read and thrown away up to a limit, so that our FIN is not turned into a reset.

@throws {TransferError} If no whole line comes in time, the line is too long, or the connection ends.
@see docs/protocol.md, section 4.1
*/
export const readRequestLine = async (
	socket: Readable,
	{deadlineMs, maxBytes}: {readonly deadlineMs: number; readonly maxBytes: number},
): Promise<string> => {
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const splitter = new LineSplitter({maxBytes});
	let isSettled = false;
	let bytesBehind = 0;
	const fail = (reason: string): void => {
		isSettled = true;
		reject(new TransferError(reason));
	};

	const judging = judgeEvery(deadlineMs, () => fail(`no whole request within ${deadlineMs / 1000} s`));
	socket.on('data', (chunk: Buffer) => {
		if (isSettled) {
			bytesBehind += chunk.length;
			if (bytesBehind > MAX_BYTES_BEHIND) {
				socket.pause();
			}

			return;
		}

		try {
			for (const line of splitter.push(chunk)) {
				isSettled = true;
				resolve(line);
				return;
			}
		} catch (error) {
			fail(because(error));
		}
	});
	socket.once('end', () => fail('it ended without a request'));
	socket.once('close', () => fail('it closed without a request'));
	try {
		return await promise;
	} finally {
		judging[Symbol.dispose]();
	}
};
