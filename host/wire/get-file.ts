import {createHash} from 'node:crypto';
import {addAbortListener} from 'node:events';
import {formatGetRequest} from '../../guest/protocol/get-request.ts';
import {connectLoopback, type HostPort} from './loopback-connection.ts';

/** What a peer sent: its first bytes, and size and SHA-256 of all of it. */
export type Sent = {
	readonly head: Buffer;
	readonly bytes: number;
	readonly sha256: string;
	/** What ended it when the peer did not close in order. */
	readonly broken?: string;
};

/**
Ask a peer for a file, as any peer may.

@param file - A byte string, quoted here.
@param limit - Aborted when it has taken too long.
@param whole - At so many bytes all is there, and then only its end is waited for, until another limit.
@param keepBytes - Size of the head that is kept.
@returns Also when it refuses, hangs or breaks off: with what came until then.
@throws The signal's reason, when it is aborted.
@see docs/protocol.md, section 4.1
*/
export const getFile = async (
	at: HostPort,
	file: string,
	{
		limit,
		whole,
		signal,
		keepBytes = 1024 * 1024,
	}: {
		readonly limit: AbortSignal;
		readonly whole?: {readonly bytes: number; readonly limit: () => AbortSignal};
		readonly signal: AbortSignal;
		readonly keepBytes?: number;
	},
): Promise<Sent> => {
	const askedMs = performance.now();
	const hash = createHash('sha256');
	const head: Buffer[] = [];
	let bytes = 0;
	let broken: string | undefined;
	const late = new AbortController();
	using stack = new DisposableStack();
	const endAt = (end: AbortSignal): void => void stack.use(addAbortListener(end, () => late.abort(end.reason)));
	endAt(limit);
	try {
		const socket = await connectLoopback(at, {
			stack,
			signal: AbortSignal.any([signal, late.signal]),
		});
		socket.write(formatGetRequest(file), 'latin1');
		for await (const chunk of socket as AsyncIterable<Buffer>) {
			if (bytes < keepBytes) {
				head.push(chunk.subarray(0, keepBytes - bytes));
			}

			if (whole !== undefined && bytes < whole.bytes && bytes + chunk.length >= whole.bytes) {
				endAt(whole.limit());
			}

			bytes += chunk.length;
			hash.update(chunk);
		}
	} catch (error) {
		signal.throwIfAborted();
		broken = late.signal.aborted
			? `not over after ${((performance.now() - askedMs) / 1000).toFixed(0)} s`
			: error instanceof Error
				? error.message
				: String(error);
	}

	return {head: Buffer.concat(head), bytes, sha256: hash.digest('hex'), ...(broken === undefined ? {} : {broken})};
};
