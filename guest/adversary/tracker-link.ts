import type {Socket} from 'node:net';
import type {Address} from './attack.ts';
import {reach, send} from './wire.ts';

/** How long an attacker waits for one reply of a tracker, in milliseconds. */
const REPLY_MS = 5000;

/** Requests sent at once where many follow each other. A packet there and one back for each would be most of an attack's work. */
const BATCH = 32;

/** What a tracker answered: the terminator's code, and the data lines before it, as byte strings. */
export type TrackerAnswer = {readonly code: string; readonly data: readonly string[]};

/** A connection to a tracker past its greeting. */
export type TrackerLink = Disposable & {
	readonly socket: Socket;
	/** The address we connect from, which is the one a tracker believes. */
	readonly source: string;
	/** Sends one request and reads its reply; undefined when the tracker is gone or too slow. */
	readonly ask: (line: string) => Promise<TrackerAnswer | undefined>;
	/** Sends many requests, some at a time, and tells of each reply; ends early when the tracker is gone or too slow. */
	readonly askMany: (lines: readonly string[], onAnswer?: (answer: TrackerAnswer) => void) => Promise<void>;
};

/**
Connect to a tracker and read its greeting.

@param replyMs - How long one reply is waited for.
@returns Undefined when there is no tracker, or none that greets.
*/
export const openTrackerLink = async (
	tracker: Address,
	{signal, from, replyMs = REPLY_MS}: {readonly signal: AbortSignal; readonly from?: string; readonly replyMs?: number},
): Promise<TrackerLink | undefined> => {
	const socket = await reach(tracker, {signal, ...(from === undefined ? {} : {from})});
	if (socket === undefined) {
		return undefined;
	}

	const nextAnswer = answersOf(socket, replyMs);
	const link: TrackerLink = {
		socket,
		source: socket.localAddress ?? '127.0.0.1',
		ask: async line => ((await send(socket, `${line}\n`)) ? nextAnswer() : undefined),
		async askMany(lines, onAnswer) {
			for (let sent = 0; sent < lines.length; sent += BATCH) {
				const batch = lines.slice(sent, sent + BATCH);
				await send(socket, `${batch.join('\n')}\n`);
				for (const _line of batch) {
					const answer = await nextAnswer();
					if (answer === undefined) {
						return;
					}

					onAnswer?.(answer);
				}
			}
		},
		[Symbol.dispose]: () => socket.destroy(),
	};
	return (await nextAnswer()) === undefined ? undefined : link;
};

/** Reads replies one after the other; each call waits for the next. */
const answersOf = (socket: Socket, replyMs: number): (() => Promise<TrackerAnswer | undefined>) => {
	const answers: TrackerAnswer[] = [];
	let data: string[] = [];
	let rest = '';
	let wake = () => {};
	socket.on('data', chunk => {
		const lines = (rest + chunk.toString('latin1')).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			const message = /^(\d{3})([- ])/.exec(line);
			if (message === null) {
				data.push(line.trimEnd());
			} else if (message[2] === ' ') {
				answers.push({code: message[1] ?? '', data});
				data = [];
			}
		}

		wake();
	});
	socket.once('close', () => wake());
	return async () => {
		if (answers.length === 0 && !socket.destroyed) {
			const news = Promise.withResolvers<void>();
			const giveUp = setTimeout(() => socket.destroy(), replyMs);
			wake = () => {
				if (answers.length > 0 || socket.destroyed) {
					news.resolve();
				}
			};
			await news.promise;
			clearTimeout(giveUp);
		}

		return answers.shift();
	};
};
