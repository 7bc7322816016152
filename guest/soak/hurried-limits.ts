import {LIMITS, type PeerLimits} from '../peer/peer-limits.ts';

/** How much faster than a wall clock the time of a soak goes, where timers allow it. */
export const HURRY = 100;

/** What real work takes on a crowded machine, in seconds: no bound on work is hurried below it. */
const LEAST_SECONDS = 2;

/** Bounds on what others do to us. The pauses between our own doings have no least. */
const WORK: ReadonlySet<string> = new Set([
	'firstByteSeconds',
	'idleSeconds',
	'rateSeconds',
	'dialSeconds',
	'requestSeconds',
	'replySeconds',
	'trackerSeconds',
]);

/** The bounds of a peer whose time goes a hundred times faster: seconds and milliseconds are a hundredth. */
export const hurriedLimits = (limits: PeerLimits): PeerLimits =>
	Object.fromEntries(
		Object.entries(limits).map(([name, value]) => {
			const {unit} = LIMITS[name as keyof PeerLimits];
			const isTime = unit === 's' || unit === 'ms';
			return [name, isTime ? Math.max(value / HURRY, WORK.has(name) ? LEAST_SECONDS : 0) : value];
		}),
	) as PeerLimits;
