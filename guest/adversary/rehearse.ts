import type {Socket} from 'node:net';
import {seededRandom} from '../net/seeded-random.ts';
import type {Address, EvilEvent, EvilOptions} from './attack.ts';
import {runEvil} from './catalogue.ts';
import {evilTracker, tellTruth} from './evil-tracker.ts';
import type {Heard} from './wire.ts';

/** An attack that runs in this very process, for tests. Disposing it ends it. */
export type Rehearsal = AsyncDisposable & {
	readonly events: readonly EvilEvent[];
	/** Resolves with the first event of a kind; rejects when the attack fails before. */
	readonly until: <Kind extends EvilEvent['event']>(kind: Kind) => Promise<Extract<EvilEvent, {readonly event: Kind}>>;
	/** Settles when the attack is over. */
	readonly over: Promise<void>;
};

/** Starts an attack on loopback. */
export const rehearse = (mode: string, options: Partial<EvilOptions>): Rehearsal =>
	watch((emit, signal) =>
		runEvil(mode, {...QUIET, seed: 1, seconds: UNTIL_DISPOSED, ...options, emit}, {signal, log() {}}),
	);

/** Starts an honest tracker on loopback, as far as attacks need one. */
export const startTracker = async (): Promise<Address & AsyncDisposable> => {
	const tracker = evilTracker({name: 'honest', title: '', reply: tellTruth});
	const running = watch((emit, signal) =>
		tracker.run({
			...QUIET,
			seed: 1,
			seconds: UNTIL_DISPOSED,
			emit,
			signal,
			log() {},
			strike() {},
			random: seededRandom(1, ''),
		}),
	);
	const {address, port} = await running.until('listening');
	return {address, port, [Symbol.asyncDispose]: running[Symbol.asyncDispose]};
};

/**
What an attack says to who asked it: heard until it has struck and is as expected, however long a busy machine takes, and then for a while, in which it has to stay so.

@param struck - Settles with the attack's blow.
@param moreMs - That while. It ends early when the attack has said more than `maxBytes`, or all.
*/
export const hearAttack = async (
	socket: Socket,
	isExpected: (heard: Heard) => boolean,
	{struck, maxBytes, moreMs}: {readonly struck: Promise<unknown>; readonly maxBytes: number; readonly moreMs: number},
): Promise<Heard> => {
	const chunks: Buffer[] = [];
	let bytes = 0;
	const heard = (): Heard => ({bytes, head: Buffer.concat(chunks).subarray(0, maxBytes)});
	const over = Promise.withResolvers<void>();
	const timers = [setTimeout(over.resolve, UNHEARD_MS)];
	let hasStruck = false;
	let isOver = false;
	const look = (): void => {
		if (!hasStruck) {
			return;
		}

		if (isOver || bytes > maxBytes) {
			over.resolve();
		} else if (timers.length === 1 && isExpected(heard())) {
			timers.push(setTimeout(over.resolve, moreMs));
		}
	};
	socket.on('data', (chunk: Buffer) => {
		if (bytes <= maxBytes) {
			chunks.push(chunk);
		}

		bytes += chunk.length;
		look();
	});
	for (const event of ['end', 'close']) {
		socket.once(event, () => {
			isOver = true;
			look();
		});
	}

	void struck.then(() => {
		hasStruck = true;
		look();
	}, over.resolve);
	await over.promise;
	timers.forEach(clearTimeout);
	socket.destroy();
	return heard();
};

/** After this an attack has not done what it is for, in milliseconds. */
const UNHEARD_MS = 30_000;

/** Longer than any test, in seconds. */
const UNTIL_DISPOSED = 3600;

const QUIET = {listenOn: {address: '127.0.0.1', port: 0}, files: []};

const watch = (start: (emit: (event: EvilEvent) => void, signal: AbortSignal) => Promise<void>): Rehearsal => {
	const stop = new AbortController();
	const events: EvilEvent[] = [];
	const waiting = new Set<() => void>();
	const over = start(event => {
		events.push(event);
		for (const look of waiting) {
			look();
		}
	}, stop.signal);
	return {
		events,
		over,
		async until<Kind extends EvilEvent['event']>(kind: Kind) {
			const found = Promise.withResolvers<Extract<EvilEvent, {readonly event: Kind}>>();
			const isWanted = (event: EvilEvent): event is Extract<EvilEvent, {readonly event: Kind}> => event.event === kind;
			const look = () => {
				const event = events.find(isWanted);
				if (event !== undefined) {
					found.resolve(event);
				}
			};
			look();
			waiting.add(look);
			over.then(() => found.reject(new Error(`the attack ended without "${kind}"`)), found.reject);
			return found.promise;
		},
		async [Symbol.asyncDispose]() {
			stop.abort();
			await over;
		},
	};
};
