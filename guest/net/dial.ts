import {addAbortListener} from 'node:events';
import {connect, type OnReadOpts, type Socket} from 'node:net';
import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';

/** Nobody answered where a peer or tracker was said to be. Expected: peers leave without a word. */
export class UnreachableError extends Error {
	override readonly name = 'UnreachableError';
}

/**
Open a TCP connection, or give up in time.

@param endpoint - Where to. Only addresses, never host names: nothing is looked up.
@param from - Local address to come from; the system chooses when absent.
@param onRead - Takes what comes, in place of the stream's events, from one buffer that is used again and again: a chunk is lost when it returns. Who hears megabytes and keeps nothing leaves no garbage.
@returns A connected socket that stays readable after it is ended. The caller owns it.
@throws {UnreachableError} If it is refused, unreachable, or not there within `deadlineMs`.
@throws {DOMException} An AbortError, if `signal` says so first.
*/
export const dial = async (
	endpoint: Endpoint,
	{
		deadlineMs,
		from,
		onRead,
		signal,
	}: {
		readonly deadlineMs: number;
		readonly from?: string;
		readonly onRead?: (chunk: Uint8Array) => void;
		readonly signal?: AbortSignal;
	},
): Promise<Socket> => {
	const {promise, resolve, reject} = Promise.withResolvers<Socket>();
	const where = formatEndpoint(endpoint);
	signal?.throwIfAborted();
	const socket = connect({
		host: endpoint.address,
		port: endpoint.port,
		family: 4,
		allowHalfOpen: true,
		...(from && {localAddress: from}),
		...(onRead && {onread: inOneBuffer(onRead)}),
	});
	const giveUp = (error: Error): void => {
		socket.destroy();
		reject(error);
	};
	const onError = (cause: Error): void =>
		giveUp(new UnreachableError(`cannot reach ${where}: ${cause.message}`, {cause}));
	const timer = setTimeout(() => {
		giveUp(new UnreachableError(`cannot reach ${where}: no answer within ${deadlineMs} ms`));
	}, deadlineMs);

	using _leaving = signal && addAbortListener(signal, () => giveUp(signal.reason));
	socket.once('error', onError);
	socket.once('connect', () => {
		socket.off('error', onError);
		resolve(socket);
	});
	try {
		return await promise;
	} finally {
		clearTimeout(timer);
	}
};

const inOneBuffer = (onRead: (chunk: Uint8Array) => void): OnReadOpts => ({
	buffer: Buffer.allocUnsafeSlow(65_536),
	callback(bytes, buffer) {
		onRead(buffer.subarray(0, bytes));
		return true;
	},
});
