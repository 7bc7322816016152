import type {Address, EvilEvent, EvilOptions} from './attack.ts';
import {runEvil} from './catalogue.ts';
import {evilTracker, tellTruth} from './evil-tracker.ts';
import {seededRandom} from './seeded-random.ts';

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
	watch((emit, signal) => runEvil(mode, {...QUIET, seed: 1, seconds: 20, ...options, emit}, {signal, log() {}}));

/** Starts an honest tracker on loopback, as far as attacks need one. */
export const startTracker = async (): Promise<Address & AsyncDisposable> => {
	const tracker = evilTracker({name: 'honest', title: '', robust: '', reply: tellTruth});
	const running = watch((emit, signal) =>
		tracker.run({...QUIET, seed: 1, seconds: 20, emit, signal, log() {}, strike() {}, random: seededRandom(1, '')}),
	);
	const {address, port} = await running.until('listening');
	return {address, port, [Symbol.asyncDispose]: running[Symbol.asyncDispose]};
};

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
