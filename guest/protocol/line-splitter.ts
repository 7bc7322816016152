import {MAX_LINE_BYTES} from './limits.ts';
import {ProtocolError} from './protocol-error.ts';

/** Size of a piece of a line from which a sum of pieces costs little more than its bytes. */
const FRUGAL_BYTES = 4096;

/** Turns chunks, cut anywhere, into whole lines. Holds at most one unfinished line. */
export class LineSplitter {
	readonly #maxBytes: number;
	/** The chunk being read, and how far it was read. */
	#text = '';
	#at = 0;
	#rest = '';

	/** @param maxBytes - Longest line, LF included. */
	constructor({maxBytes = MAX_LINE_BYTES}: {readonly maxBytes?: number} = {}) {
		this.#maxBytes = maxBytes;
	}

	/** The unfinished line so far, as a byte string. */
	get rest(): string {
		return this.#rest;
	}

	/** Bytes kept: of the chunk being read, all of them until its end is reached. */
	get bytes(): number {
		return this.#text.length + this.#rest.length;
	}

	/**
	Take in the next chunk.

	@returns Each line it completes. Take them all before the next push.
	@throws {ProtocolError} As `next()`.
	*/
	*push(chunk: Uint8Array): Generator<string, void, undefined> {
		this.feed(chunk);
		for (let line = this.next(); line !== undefined; line = this.next()) {
			yield line;
		}
	}

	/** Take in the next chunk, when `next()` has given all lines of the one before. */
	feed(chunk: Uint8Array): void {
		this.#text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
		this.#at = 0;
	}

	/**
	The next line, as a byte string without its LF. Apart from `push()`, for a tracker cannot afford a generator's step a line.

	@returns Undefined when the chunk completes no more.
	@throws {ProtocolError} If a line passes `maxBytes`, even before its LF arrives; the lines before it come first, and nothing of the chunk after it.
	@see docs/protocol.md, sections 1.1 and 1.5
	*/
	next(): string | undefined {
		const start = this.#at;
		const end = this.#text.indexOf('\n', start);
		const piece = this.#text.slice(start, end === -1 ? undefined : end);
		const line = this.#rest === '' ? piece : this.#rest + piece;
		if (line.length >= this.#maxBytes) {
			this.clear();
			throw new ProtocolError(`a line has at most ${this.#maxBytes} bytes`, line);
		}

		if (end === -1) {
			this.clear();
			// A piece of a string keeps all of it in memory, and a sum of pieces every piece: a line that comes byte by byte would cost thirty times its length.
			// A long piece that is all of its chunk keeps nothing else, and copying a line of megabytes for each would cost more.
			const isFrugal = start === 0 && piece.length >= FRUGAL_BYTES;
			this.#rest = isFrugal ? line : Buffer.from(line, 'latin1').toString('latin1');
			return undefined;
		}

		this.#rest = '';
		this.#at = end + 1;
		return line;
	}

	/** Forget what was taken in. */
	clear(): void {
		this.#text = '';
		this.#at = 0;
		this.#rest = '';
	}
}
