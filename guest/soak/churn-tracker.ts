import {WakeUp} from '../peer/wake-up.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import {type RunningTracker, startTracker} from '../tracker/tracker.ts';
import {HURRY} from './hurried-limits.ts';

/** Time between two restarts of the tracker, and how long it is away, in milliseconds. */
const STAYS_MS = 4000;
const AWAY_MS = 300;

/** A tracker whose time goes fast. Disposing ends it. */
export type HurriedTracker = AsyncDisposable & {
	readonly at: Endpoint;
	/** Restart it now and then, at the same port, until the signal aborts. */
	readonly churn: (options: {readonly signal: AbortSignal; readonly count: () => void}) => Promise<void>;
};

/** Start the tracker. */
export const startHurriedTracker = async (random: () => number): Promise<HurriedTracker> => {
	let tracker = await start(0, random);
	const at = {address: tracker.address, port: tracker.port};
	return {
		at,
		async churn({signal, count}) {
			const bell = new WakeUp();
			while (!signal.aborted) {
				await bell.wait({atMostMs: STAYS_MS, signal});
				await tracker[Symbol.asyncDispose]();
				if (!signal.aborted) {
					await bell.wait({atMostMs: AWAY_MS, signal});
					tracker = await start(at.port, random);
					count();
				}
			}
		},
		[Symbol.asyncDispose]: () => tracker[Symbol.asyncDispose](),
	};
};

const start = (port: number, random: () => number): Promise<RunningTracker> =>
	startTracker(
		{
			address: '127.0.0.1',
			port,
			onlyLocal: false,
			withFakePeers: true,
			maxConnections: 1000,
			maxPerAddress: 1000,
			maxUnreadBytes: 16 * 1024 * 1024,
			maxOfferBytes: 16 * 2 ** 20,
			stallMs: 60_000,
		},
		{
			random,
			now: () => performance.now() * HURRY,
			everySecond(call) {
				const timer = setInterval(call, 1000 / HURRY);
				return {[Symbol.dispose]: () => clearInterval(timer)};
			},
		},
	);
