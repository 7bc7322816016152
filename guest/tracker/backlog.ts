/** Somebody for whom replies are kept that they have not taken, and what they asked behind those. */
export type Hoarder = {
	/** Give up this connection now: what is kept for it is needed by others. */
	readonly giveUp: () => void;
};

/**
What is kept for clients that do not read, counted in all: however many they are, the memory is bounded.

Who has taken nothing for the longest is given up first.
*/
export class Backlog {
	readonly #maxBytes: number;
	/** What is kept for each, who has taken nothing for the longest first. */
	readonly #kept = new Map<Hoarder, number>();
	#bytes = 0;

	/** @param maxBytes - Most kept for all together. */
	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes;
	}

	/** Kept now, in bytes. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Whether it is time to write less at a time. */
	get isHigh(): boolean {
		return this.#bytes > this.#maxBytes / 2;
	}

	/** So much is kept for somebody now, who has just taken some or been given some. */
	keep(hoarder: Hoarder, bytes: number): void {
		this.forget(hoarder);
		if (bytes === 0) {
			return;
		}

		this.#kept.set(hoarder, bytes);
		this.#bytes += bytes;
		for (const oldest of this.#kept.keys()) {
			if (this.#bytes <= this.#maxBytes) {
				return;
			}

			this.forget(oldest);
			oldest.giveUp();
		}
	}

	/** Nothing is kept for somebody any more. */
	forget(hoarder: Hoarder): void {
		const bytes = this.#kept.get(hoarder);
		if (bytes !== undefined) {
			this.#bytes -= bytes;
			this.#kept.delete(hoarder);
		}
	}
}
