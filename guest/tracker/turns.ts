/** Something with work left that can be done in pieces, none of them long. */
export type TurnTaker = {
	/** Do one piece. To go on, ask for another turn. */
	readonly takeTurn: () => void;
};

/** After so many milliseconds of turns the event loop gets to read from sockets again. By time, not by number: on a slow machine a turn takes fifty times as long. */
const SLICE_MS = 4;

/**
Who has more to do waits here for its turn, in order.

So a client that sends a hundred thousand requests in one packet, or is sent a hundred thousand lines, waits like everybody else.
*/
export class Turns {
	readonly #waiting = new Set<TurnTaker>();
	readonly #now: () => number;
	#isScheduled = false;

	/** @param now - Milliseconds since any fixed time. */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** Ask for one turn. Asking again before it comes changes nothing. */
	ask(taker: TurnTaker): void {
		this.#waiting.add(taker);
		this.#schedule();
	}

	/** Take a request back. */
	forget(taker: TurnTaker): void {
		this.#waiting.delete(taker);
	}

	#schedule(): void {
		if (!this.#isScheduled && this.#waiting.size > 0) {
			this.#isScheduled = true;
			setImmediate(() => {
				this.#isScheduled = false;
				this.#run();
			});
		}
	}

	#run(): void {
		const endMs = this.#now() + SLICE_MS;
		let left = this.#waiting.size; // Who asks again meanwhile stands at the end, for the next time.
		for (const taker of this.#waiting) {
			this.#waiting.delete(taker);
			taker.takeTurn();
			left -= 1;
			if (left === 0 || this.#now() >= endMs) {
				break;
			}
		}

		this.#schedule();
	}
}
