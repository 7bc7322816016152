import {addAbortListener} from 'node:events';
import {abortable} from '../net/abortable.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import {MAX_REPLY_BYTES} from '../protocol/limits.ts';
import {LineSplitter} from '../protocol/line-splitter.ts';
import {ProtocolError} from '../protocol/protocol-error.ts';
import {type Reply, ReplyReader} from '../protocol/reply.ts';
import {formatTrackerRequest, type TrackerRequest} from '../protocol/tracker-request.ts';
import {reach} from './reach.ts';
import {because, TransferError} from './transfer-error.ts';

/** A connection to a tracker that has greeted us. One request at a time: then what comes between a reply and the next request is known to answer nothing. */
export type TrackerSession = Disposable & {
	/** Our address as the connection uses it. */
	readonly localAddress: string;
	/** Ask, and wait for the whole reply. A reply that is too long, too slow or cut off ends the session. A request whose signal aborts before its turn is not sent. */
	readonly ask: (request: TrackerRequest, options?: AskOptions) => Promise<Reply>;
	/** Aborted when the session ends; the reason is a sentence that says why. A signal and no promise: who listens to it for one request can stop listening. */
	readonly ended: AbortSignal;
};

/** `onData` takes each data line as it comes, in place of `Reply.data`: a reply may have megabytes. Told nothing more once the request has failed. */
export type AskOptions = {readonly signal?: AbortSignal; readonly onData?: ((line: string) => void) | undefined};

/** Most bytes taken in that answer nothing, before the tracker counts as mad. */
const MAX_UNASKED_BYTES = 1024 * 1024;

/**
Connect to a tracker and hear its greeting.

@param replyMs - Most milliseconds for one whole reply.
@throws {TransferError} If it cannot be reached, or does not greet.
*/
export const openTrackerSession = async (
	tracker: Endpoint,
	{
		dialMs,
		replyMs,
		maxReplyBytes = MAX_REPLY_BYTES,
		localAddress,
		signal,
	}: {
		readonly dialMs: number;
		readonly replyMs: number;
		readonly maxReplyBytes?: number;
		readonly localAddress?: string | undefined;
		readonly signal: AbortSignal;
	},
): Promise<TrackerSession> => {
	let hear = (_chunk: Uint8Array): void => undefined;
	const socket = await reach(tracker, {deadlineMs: dialMs, from: localAddress, onRead: chunk => hear(chunk), signal});
	const over = new AbortController();
	let take: ((chunk: Uint8Array) => void) | undefined;
	let unaskedBytes = 0;
	const stop = (reason: string): void => {
		leaving[Symbol.dispose]();
		over.abort(reason);
		socket.destroy();
	};
	const leaving = addAbortListener(signal, () => stop('we leave'));

	hear = chunk => {
		if (take !== undefined) {
			take(chunk);
			return;
		}

		unaskedBytes += chunk.length;
		if (unaskedBytes > MAX_UNASKED_BYTES) {
			stop('it sends what nobody asked for');
		}
	};
	socket.on('error', error => stop(because(error)));
	socket.once('end', () => stop('it closed the connection'));
	socket.once('close', () => stop('the connection is closed'));

	const receive = async (request: string, onData?: (line: string) => void): Promise<Reply> => {
		const splitter = new LineSplitter({maxBytes: maxReplyBytes});
		const reader = new ReplyReader({maxBytes: maxReplyBytes, onData});
		const {promise, resolve} = Promise.withResolvers<Reply>();
		take = chunk => {
			try {
				splitter.feed(chunk);
				for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
					const reply = reader.push(line);
					if (reply !== undefined) {
						take = undefined; // What follows was not asked for.
						resolve(reply);
						return;
					}
				}
			} catch (error) {
				if (!(error instanceof ProtocolError)) {
					throw error;
				}

				stop(error.message);
			}
		};
		const timer = setTimeout(() => stop(`no whole reply within ${replyMs / 1000} s`), replyMs);
		if (request !== '') {
			socket.write(request, 'latin1');
		}

		try {
			return await abortable(promise, over.signal);
		} catch (reason) {
			throw new TransferError(`the tracker is gone: ${reason}`);
		} finally {
			clearTimeout(timer);
			take = undefined;
		}
	};

	try {
		await receive('');
	} catch (error) {
		stop('it does not greet');
		throw error;
	}

	let turn: Promise<unknown> = Promise.resolve();
	return {
		localAddress: socket.localAddress ?? '',
		ask(request, {signal: givenUp, onData} = {}) {
			const answered = turn.then(() => {
				givenUp?.throwIfAborted();
				return receive(formatTrackerRequest(request), onData);
			});
			turn = answered.then(forget, forget);
			return answered;
		},
		ended: over.signal,
		[Symbol.dispose]: () => stop('we leave'),
	};
};

/** A turn that is over keeps no reply: it may be megabytes, and the next turn far away. */
const forget = (): void => undefined;
