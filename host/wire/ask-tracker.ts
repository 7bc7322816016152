import {MAX_REPLY_BYTES} from '../../guest/protocol/limits.ts';
import {LineSplitter} from '../../guest/protocol/line-splitter.ts';
import {ProtocolError} from '../../guest/protocol/protocol-error.ts';
import {type Reply, ReplyReader} from '../../guest/protocol/reply.ts';
import {connectLoopback, type HostPort} from './loopback-connection.ts';

/** Longest time for one exchange with nodes that are not slow, in milliseconds. Ours: the slowest guest here answers in a second. */
export const EXCHANGE_TIMEOUT_MS = 10_000;

/**
Connect to a tracker, ask one thing, and leave.

@param request - One line without LF, names quoted.
@param limit - Aborted when it has taken too long.
@returns The reply. A tracker that refuses, hangs, babbles or closes early is a result too: `broken` says so.
@throws The signal's reason, when it is aborted.
@see docs/protocol.md, sections 2 and 3
*/
export const askTracker = async (
	at: HostPort,
	request: string,
	{
		signal,
		limit = AbortSignal.timeout(EXCHANGE_TIMEOUT_MS),
	}: {readonly signal: AbortSignal; readonly limit?: AbortSignal},
): Promise<Exchange> => {
	const askedMs = performance.now();
	try {
		using stack = new DisposableStack();
		const socket = await connectLoopback(at, {stack, signal: AbortSignal.any([signal, limit])});
		const replies = readReplies(socket);
		await expectReply(replies, 'before its greeting ended');
		socket.write(`${request}\n`, 'latin1');
		const {codes, data, stray} = await expectReply(replies, 'before its reply ended');
		return {request, codes, data: [...data, ...stray]};
	} catch (error) {
		signal.throwIfAborted();
		return {
			request,
			codes: [],
			data: [],
			broken: limit.aborted ? tooLate(performance.now() - askedMs) : brokenBecause(error),
		};
	}
};

const readReplies = async function* (socket: AsyncIterable<Buffer>): AsyncGenerator<Reply, void, undefined> {
	const splitter = new LineSplitter({maxBytes: MAX_REPLY_BYTES});
	const reader = new ReplyReader();
	for await (const chunk of socket) {
		for (const line of splitter.push(chunk)) {
			const reply = reader.push(line);
			if (reply !== undefined) {
				yield reply;
			}
		}
	}
};

const expectReply = async (replies: AsyncGenerator<Reply, void, undefined>, when: string): Promise<Reply> => {
	const {value} = await replies.next();
	if (value === undefined) {
		throw new ProtocolError('a tracker answers before it closes', `the end of the connection ${when}`);
	}

	return value;
};

const tooLate = (ms: number): string => `no whole reply within ${(ms / 1000).toFixed(0)} s`;

const brokenBecause = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A request and what came back; codes are the first four characters of message lines, data lines are byte strings. */
export type Exchange = {
	readonly request: string;
	readonly codes: readonly string[];
	readonly data: readonly string[];
	/** What ended it when no whole reply came. */
	readonly broken?: string;
};
