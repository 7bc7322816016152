import {StringDecoder} from 'node:string_decoder';

/** Longest line handed on in one piece, in characters. Ours: a program that never ends its line must not fill our memory. */
export const MAX_LINE_CHARACTERS = 64 * 1024;

/** Turns chunks of UTF-8, cut anywhere, into lines without their ends; a longer line than `MAX_LINE_CHARACTERS` comes in pieces. */
export class LineCutter {
	readonly #decoder = new StringDecoder('utf8');
	#rest = '';

	/** @returns The lines that this chunk finished. */
	push(chunk: Uint8Array): string[] {
		const lines = (this.#rest + this.#decoder.write(Buffer.from(chunk))).split('\n');
		this.#rest = lines.pop() ?? '';
		if (this.#rest.length > MAX_LINE_CHARACTERS) {
			lines.push(this.#rest);
			this.#rest = '';
		}

		return lines.flatMap(inPieces);
	}

	/** @returns What came after the last newline, when anything did. */
	end(): string[] {
		const rest = this.#rest + this.#decoder.end();
		this.#rest = '';
		return rest === '' ? [] : inPieces(rest);
	}
}

const inPieces = (line: string): string[] => {
	const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
	return whole.length <= MAX_LINE_CHARACTERS ? [whole] : (whole.match(PIECE) ?? []);
};

const PIECE = new RegExp(`.{1,${MAX_LINE_CHARACTERS}}`, 'gsu');
