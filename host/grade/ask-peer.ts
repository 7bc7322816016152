import {addAbortListener, once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import {type Pace, watchWithoutSteal} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {connectLoopback, type HostPort} from '../wire/loopback-connection.ts';
import type {PeerVector} from './peer-vector.ts';

/** What a peer did with a connection. */
export type PeerBehaviour = {
	/** What it sent, at most `MAX_BYTES`. */
	readonly sent: Buffer;
	/** `open`: it neither ended nor broke the connection while we waited. */
	readonly end: 'closed' | 'reset' | 'open';
	/** How long we waited for what did not come, in milliseconds. */
	readonly waitedMs: number;
	/** From our first step to its first byte, or to the end without one, in milliseconds. */
	readonly beganMs: number;
};

/** How long to wait, in milliseconds: for an answer to begin and to end; and for the end of the connection once so many bytes have come that nothing is missing. */
export type AnswerTime = {
	readonly patienceMs: number;
	readonly whole?: {readonly bytes: number; readonly patienceMs: number};
	/** Of the nodes: on slow ones all of it is longer. */
	readonly pace?: Pace;
};

/**
Send a vector's request to a peer and watch what it does.

@returns Also when it refuses the connection: that is the end without a byte.
@throws The signal's reason, when it is aborted.
*/
export const askPeer = async (
	at: HostPort,
	{packets, halfClose}: Pick<PeerVector, 'packets' | 'halfClose'>,
	{patienceMs, whole, pace, signal}: AnswerTime & {readonly signal: AbortSignal},
): Promise<PeerBehaviour> => {
	const received: Buffer[] = [];
	let bytes = 0;
	const passedMs = watchWithoutSteal(pace);
	let beganMs: number | undefined;
	const behaviour = (end: PeerBehaviour['end']): PeerBehaviour => ({
		sent: Buffer.concat(received),
		end,
		waitedMs,
		beganMs: beganMs ?? passedMs(),
	});
	const late = new AbortController();
	const patience = late.signal;
	let waitedMs = patienceMs;
	let limit: Disposable | undefined;
	const waitAtMost = (ms: number): void => {
		waitedMs = ms;
		limit?.[Symbol.dispose]();
		limit = addAbortListener(timeoutWithoutSteal(ms, pace), () => late.abort());
	};
	waitAtMost(patienceMs);
	try {
		using stack = new DisposableStack();
		const socket = await connectLoopback(at, {stack, signal: AbortSignal.any([signal, patience])});
		for (const [index, packet] of packets.entries()) {
			if (index > 0) {
				await pause(PACKET_PAUSE_MS, undefined, {signal}); // Else the kernel joins what is to come apart.
			}

			if (packet !== '' && !socket.write(packet, 'latin1')) {
				await once(socket, 'drain', {signal: AbortSignal.any([signal, patience])});
			}
		}

		if (halfClose) {
			socket.end();
		}

		for await (const chunk of socket as AsyncIterable<Buffer>) {
			beganMs ??= passedMs();
			bytes += chunk.length;
			if (bytes > MAX_BYTES) {
				break;
			}

			received.push(chunk);
			if (whole !== undefined && bytes >= whole.bytes && waitedMs !== whole.patienceMs) {
				waitAtMost(whole.patienceMs);
			}
		}

		return behaviour('closed');
	} catch {
		signal.throwIfAborted();
		return behaviour(patience.aborted ? 'open' : 'reset');
	} finally {
		limit?.[Symbol.dispose]();
	}
};

/** Most bytes kept: the files asked for are small, and an endless answer must end. */
const MAX_BYTES = 1024 * 1024;

const PACKET_PAUSE_MS = 30;
