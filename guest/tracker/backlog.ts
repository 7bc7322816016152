/** Somebody for whom replies are kept that they have not taken, and what they asked behind those. */
export type SlowReader = {
	/** Give up this connection now: what is kept for it is needed by others. */
	readonly giveUp: () => void;
};

/** Kept for everybody now and then: the rest of a line, a reply on its way. */
const LITTLE_BYTES = 4 * 1024;

/**
What is kept for clients that do not read, counted in all: however many they are, the memory is bounded.

Who has taken nothing for the longest is given up first; who has only a few kibibytes, as anybody may who speaks, when nobody has more.
*/
export class Backlog {
	readonly #maxBytes: number;
	/** What is kept for each, who has taken nothing for the longest first. */
	readonly #much = new Map<SlowReader, number>();
	readonly #little = new Map<SlowReader, number>();
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
	keep(reader: SlowReader, bytes: number): void {
		if ((this.#much.get(reader) ?? this.#little.get(reader) ?? 0) === bytes) {
			return; // It has neither taken nor been given anything.
		}

		this.forget(reader);
		if (bytes === 0) {
			return;
		}

		(bytes > LITTLE_BYTES ? this.#much : this.#little).set(reader, bytes);
		this.#bytes += bytes;
		while (this.#bytes > this.#maxBytes) {
			const [[oldest] = []] = this.#much.size > 0 ? this.#much : this.#little;
			if (oldest === undefined) {
				return;
			}

			this.forget(oldest);
			oldest.giveUp();
		}
	}

	/** Nothing is kept for somebody any more. */
	forget(reader: SlowReader): void {
		for (const kept of [this.#much, this.#little]) {
			const bytes = kept.get(reader);
			if (bytes !== undefined) {
				this.#bytes -= bytes;
				kept.delete(reader);
			}
		}
	}
}
