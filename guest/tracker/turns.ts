/** Something with work left that can be done in pieces, none of them long. */
export type TurnTaker = {
	/** Do one piece. To go on, ask for another turn. */
	readonly takeTurn: () => void;
};

/** Turns taken before the event loop gets to read from sockets again. A turn costs up to a millisecond. */
const TURNS_AT_ONCE = 16;

/**
Who has more to do waits here for its turn, in order.

So a client that sends a hundred thousand requests in one packet, or is sent a hundred thousand lines, waits like everybody else.
*/
export class Turns {
	readonly #waiting = new Set<TurnTaker>();
	#isScheduled = false;

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
		let left = Math.min(TURNS_AT_ONCE, this.#waiting.size); // Who asks again meanwhile stands at the end, for the next time.
		for (const taker of this.#waiting) {
			if (left-- === 0) {
				break;
			}

			this.#waiting.delete(taker);
			taker.takeTurn();
		}

		this.#schedule();
	}
}
