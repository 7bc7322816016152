import {plainText} from './plain-text.ts';

/** Remembers the end of an output, safe to show, for the message about the death of who wrote it. */
export class LastLines {
	readonly #lines: string[] = [];

	add(line: string): void {
		this.#lines.push(plainText(line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)} …` : line));
		if (this.#lines.length > MAX_LINES) {
			this.#lines.shift();
		}
	}

	/** Oldest first, at most 20. */
	get all(): readonly string[] {
		return [...this.#lines];
	}
}

/** How many lines an error message shows: what fits on a screen beside the message. */
const MAX_LINES = 20;

/** Longest remembered piece of a line, in characters. */
const MAX_CHARACTERS = 500;
