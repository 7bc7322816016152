/** Least time from one round of reading to the next while much comes, in milliseconds. */
export const ROUND_MS = 0.4;

/** Less than this is read as it comes, in bytes a millisecond: nobody waits for an answer longer than he must. */
const CALM_BYTES_PER_MS = 16 * 1024;

/** More than this fills the sockets before a rest is over, in bytes a millisecond: reads are large without one. */
const RUSH_BYTES_PER_MS = 256 * 1024;

/** How long it is counted before the rate is told anew, in milliseconds. */
const WINDOW_MS = 2;

/** What read coalescing needs of the world: a clock in milliseconds, the end of the present round of the event loop, and a sleep of the whole thread. */
export type CoalescingTime = {
	readonly now: () => number;
	readonly atEndOfRound: (act: () => void) => void;
	readonly sleep: (ms: number) => void;
};

/**
Lets the frames of a busy network gather, so that one read takes many and one write hands on many, as network cards moderate their interrupts.

QEMU writes each frame by itself. A switch that wakes for each takes from the guests, on a machine with few processors, what they need to send the next. A calm network is read at once.
*/
export class ReadCoalescing {
	readonly #breath: CoalescingTime;
	#readMs = 0;
	#windowMs = 0;
	#windowBytes = 0;
	#bytesPerMs = 0;
	#isDue = false;

	constructor(breath: CoalescingTime = HERE) {
		this.#breath = breath;
	}

	/** So many bytes were read, at `nowMs`. */
	read(bytes: number, nowMs: number): void {
		this.#readMs = nowMs;
		this.#count(bytes, nowMs);
		if (this.#bytesPerMs > CALM_BYTES_PER_MS && this.#bytesPerMs < RUSH_BYTES_PER_MS && !this.#isDue) {
			this.#isDue = true;
			this.#breath.atEndOfRound(() => this.#rest());
		}
	}

	#count(bytes: number, nowMs: number): void {
		this.#windowBytes += bytes;
		const passedMs = nowMs - this.#windowMs;
		if (passedMs >= WINDOW_MS) {
			this.#bytesPerMs = this.#windowBytes / passedMs;
			this.#windowMs = nowMs;
			this.#windowBytes = 0;
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

const HERE: CoalescingTime = {
	now: () => performance.now(),
	atEndOfRound: act => void setImmediate(act),
	// Timers count whole milliseconds, too long for a busy connection; this sleeps for parts of one.
	sleep: ms => void Atomics.wait(CELL, 0, 0, ms),
};
