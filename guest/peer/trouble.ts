import type {Tell} from './peer-event.ts';

/** Most kinds of trouble remembered. */
const MOST_KINDS = 64;

/** Tells of a trouble when it begins or becomes another, not each time it is met: what is tried again and again must not fill a log. */
export class Trouble {
	readonly #tell: Tell;
	readonly #told = new Map<string, string>();

	constructor(tell: Tell) {
		this.#tell = tell;
	}

	/**
	Note how something is now.

	@param what - Which trouble it is about.
	@param text - What a person should know of it; undefined when all is well: the next trouble is told again.
	*/
	note(what: string, text: string | undefined): void {
		const known = this.#told.get(what);
		this.#told.delete(what);
		if (text === undefined) {
			return;
		}

		this.#told.set(what, text);
		const [oldest] = this.#told.keys();
		if (this.#told.size > MOST_KINDS && oldest !== undefined) {
			this.#told.delete(oldest);
		}

		if (text !== known) {
			this.#tell({event: 'warning', text});
		}
	}
}
