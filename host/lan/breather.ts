/** Least time from one round of reading to the next while much comes, in milliseconds. */
export const ROUND_MS = 0.4;

/** What may come for ever without counting as much, in bytes a millisecond. */
const CALM_BYTES_PER_MS = 8 * 1024;

/** What may come at once on top of it, in bytes. */
const BURST_BYTES = 64 * 1024;

/** A read of this size took all it could: there is more, so nothing is gained by waiting. Node's, in bytes. */
const FULL_READ_BYTES = 64 * 1024;

/** What a breather needs of the world: a clock in milliseconds, the end of the present round of the event loop, and a sleep of the whole thread. */
export type Breath = {
	readonly now: () => number;
	readonly atEndOfRound: (act: () => void) => void;
	readonly sleep: (ms: number) => void;
};

/**
Lets the frames of a busy network gather, so that one read takes many and one write hands on many, as network cards moderate their interrupts.

QEMU writes each frame by itself. A switch that wakes for each takes from the guests, on a machine with few processors, what they need to send the next. A calm network is read at once.
*/
export class Breather {
	readonly #breath: Breath;
	#recentBytes = 0;
	#readMs = Number.NEGATIVE_INFINITY;
	#isDue = false;

	constructor(breath: Breath = HERE) {
		this.#breath = breath;
	}

	/** So many bytes were read, at `nowMs`. */
	read(bytes: number, nowMs: number): void {
		const calmBytes = (nowMs - this.#readMs) * CALM_BYTES_PER_MS;
		this.#recentBytes = Math.min(2 * BURST_BYTES, Math.max(0, this.#recentBytes - calmBytes) + bytes);
		this.#readMs = nowMs;
		if (this.#recentBytes > BURST_BYTES && bytes < FULL_READ_BYTES && !this.#isDue) {
			this.#isDue = true;
			this.#breath.atEndOfRound(() => this.#rest());
		}
	}

	#rest(): void {
		this.#isDue = false;
		const restMs = this.#readMs + ROUND_MS - this.#breath.now();
		if (restMs > 0) {
			this.#breath.sleep(restMs);
		}
	}
}

const CELL = new Int32Array(new SharedArrayBuffer(4));

const HERE: Breath = {
	now: () => performance.now(),
	atEndOfRound: act => void setImmediate(act),
	// Timers count whole milliseconds, too long for a busy connection; this sleeps for parts of one.
	sleep: ms => void Atomics.wait(CELL, 0, 0, ms),
};
