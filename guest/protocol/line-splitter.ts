import {MAX_LINE_BYTES} from './limits.ts';
import {ProtocolError} from './protocol-error.ts';

/** Turns chunks, cut anywhere, into whole lines. Holds at most one unfinished line. */
export class LineSplitter {
	readonly #maxBytes: number;
	#rest = '';

	/** @param maxBytes - Longest line, LF included. */
	constructor({maxBytes = MAX_LINE_BYTES}: {readonly maxBytes?: number} = {}) {
		this.#maxBytes = maxBytes;
	}

	/** The unfinished line so far, as a byte string. */
	get rest(): string {
		return this.#rest;
	}

	/**
	Take in the next chunk.

	@returns Each line it completes, as a byte string without its LF. Take them all before the next push: the chunk's end is read last.
	@throws {ProtocolError} If a line passes `maxBytes`, even before its LF arrives; the lines before it come first.
	@see docs/protocol.md, sections 1.1 and 1.5
	*/
	*push(chunk: Uint8Array): Generator<string, void, undefined> {
		const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
		let start = 0;
		for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
			const line = this.#rest + text.slice(start, end);
			this.#rest = '';
			start = end + 1;
			this.#checkRoomForLf(line);
			yield line;
		}

		this.#rest += text.slice(start);
		this.#checkRoomForLf(this.#rest);
	}

	#checkRoomForLf(line: string): void {
		if (line.length >= this.#maxBytes) {
			this.#rest = '';
			throw new ProtocolError(`a line has at most ${this.#maxBytes} bytes`, line);
		}
	}
}
