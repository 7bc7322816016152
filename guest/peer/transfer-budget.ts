import type {PeerLimits} from './peer-limits.ts';

/** What one transfer may cost. */
export type BudgetLimits = {
	/** Most bytes, 0 or more. */
	readonly maxBytes: number;
	/** Most milliseconds in all. */
	readonly maxMs: number;
	/** Most milliseconds until the first byte. */
	readonly firstByteMs: number;
	/** Most milliseconds without a byte after it. */
	readonly idleMs: number;
	/** Least bytes a second from the first byte on, as an average over `windowMs`. */
	readonly minBytesPerSecond: number;
	/** Time over which the rate is averaged, in milliseconds: a pause shorter than this does no harm by itself. */
	readonly windowMs: number;
};

/**
What a transfer has used of its limits. Callers pass the time in, in milliseconds from any start that does not change.

The rate is an average over a window, so that four bytes every ten seconds are found out and a pause of a second is not.
*/
export class TransferBudget {
	readonly #limits: BudgetLimits;
	readonly #startMs: number;
	/** Bytes in all at the start of each slice of the window, oldest first. */
	readonly #marks: Array<{readonly atMs: number; readonly bytes: number}>;
	#bytes = 0;
	#lastByteMs: number;

	constructor(limits: BudgetLimits, {nowMs}: {readonly nowMs: number}) {
		this.#limits = limits;
		this.#startMs = nowMs;
		this.#lastByteMs = nowMs;
		this.#marks = [{atMs: nowMs, bytes: 0}];
	}

	/** Bytes so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Moments remembered for the average: a few, however long it takes. */
	get marks(): number {
		return this.#marks.length;
	}

	/** Time since the last byte, in milliseconds. */
	quietMs(nowMs: number): number {
		return nowMs - this.#lastByteMs;
	}

	/** Count bytes that went over; ask `broken()` afterwards. */
	spend(bytes: number, nowMs: number): void {
		if (this.#bytes === 0) {
			this.#marks.splice(0, this.#marks.length, {atMs: nowMs, bytes: 0}); // Waiting for its turn is no low rate.
		}

		this.#mark(nowMs);
		this.#bytes += bytes;
		this.#lastByteMs = nowMs;
	}

	/** Which limit the transfer has broken, as a reason; undefined while it is within all. */
	broken(nowMs: number): string | undefined {
		this.#mark(nowMs);
		const {maxBytes, maxMs, firstByteMs, idleMs, minBytesPerSecond, windowMs} = this.#limits;
		if (this.#bytes > maxBytes) {
			return `it is larger than ${maxBytes} bytes`;
		}

		if (nowMs - this.#startMs > maxMs) {
			return `it took longer than ${maxMs / 1000} s`;
		}

		if (this.#bytes === 0) {
			return this.quietMs(nowMs) > firstByteMs ? `not a byte within ${firstByteMs / 1000} s` : undefined;
		}

		if (this.quietMs(nowMs) > idleMs) {
			return `not a byte for ${idleMs / 1000} s`;
		}

		const [oldest] = this.#marks;
		if (oldest === undefined || nowMs - oldest.atMs < windowMs) {
			return undefined; // Too young to be judged by an average.
		}

		const rate = ((this.#bytes - oldest.bytes) * 1000) / (nowMs - oldest.atMs);
		return rate < minBytesPerSecond
			? `${Math.floor(rate)} bytes/s over ${windowMs / 1000} s are less than ${minBytesPerSecond}`
			: undefined;
	}

	/** Keeps about sixteen marks, the oldest being the last one that is at least a window old. */
	#mark(nowMs: number): void {
		const {windowMs} = this.#limits;
		const newest = this.#marks.at(-1);
		if (newest === undefined || nowMs - newest.atMs >= windowMs / 16) {
			this.#marks.push({atMs: nowMs, bytes: this.#bytes});
		}

		for (
			let second = this.#marks[1];
			second !== undefined && nowMs - second.atMs >= windowMs;
			second = this.#marks[1]
		) {
			this.#marks.shift();
		}
	}
}

/** What receiving one file from one holder may cost. */
export const downloadBudget = (limits: PeerLimits): BudgetLimits => ({
	maxBytes: limits.maxFileMib * 1024 * 1024,
	maxMs: limits.downloadSeconds * 1000,
	firstByteMs: limits.firstByteSeconds * 1000,
	idleMs: limits.idleSeconds * 1000,
	minBytesPerSecond: limits.minRate,
	windowMs: limits.rateSeconds * 1000,
});

/** What sending one file to one reader may cost: the same, but what we share may be of any size. */
export const uploadBudget = (limits: PeerLimits): BudgetLimits => ({
	...downloadBudget(limits),
	firstByteMs: limits.idleSeconds * 1000,
	maxBytes: Number.POSITIVE_INFINITY,
	maxMs: Number.POSITIVE_INFINITY,
});
