/** Time that counts as recent, at least and at most twice, in milliseconds. */
const SLICE_MS = 2000;

/** How fast bytes went over lately, on the average of the last two to four seconds. */
export class RecentRate {
	#startMs: number;
	#before = 0;
	#now = 0;
	#hasBefore = false;

	constructor({nowMs}: {readonly nowMs: number}) {
		this.#startMs = nowMs;
	}

	/** Count bytes that went over. */
	add(bytes: number, nowMs: number): void {
		this.#turn(nowMs);
		this.#now += bytes;
	}

	/** Bytes a second. */
	perSecond(nowMs: number): number {
		this.#turn(nowMs);
		const forMs = nowMs - this.#startMs + (this.#hasBefore ? SLICE_MS : 0);
		return ((this.#before + this.#now) * 1000) / Math.max(forMs, 1);
	}

	#turn(nowMs: number): void {
		if (nowMs - this.#startMs < SLICE_MS) {
			return;
		}

		const isNext = nowMs - this.#startMs < 2 * SLICE_MS;
		this.#before = isNext ? this.#now : 0;
		this.#hasBefore = true;
		this.#now = 0;
		this.#startMs = isNext ? this.#startMs + SLICE_MS : nowMs;
	}
}
