import {MAX_DATA_LINE_BYTES, MAX_REPLY_BYTES} from './limits.ts';
import {ProtocolError} from './protocol-error.ts';

/** A whole reply of a tracker. Text is for people: programs read codes and data. */
export type Reply = {
	/** The number of the last message line, which alone decides: 200 done, 300 refused, 500 not understood. */
	readonly final: number;
	/** First four characters of every message line: `200-` is context, `200 ` the end. */
	readonly codes: readonly string[];
	/** What follows each code. */
	readonly messages: readonly string[];
	/** The data lines, blank ones left out. */
	readonly data: readonly string[];
	/** Data lines where none belong (after a message line) or too long to mean anything: nothing to rely on. */
	readonly stray: readonly string[];
};

/** Puts lines together to replies. Holds one unfinished reply, up to a limit. */
export class ReplyReader {
	readonly #maxBytes: number;
	readonly #onData: ((line: string) => void) | undefined;
	#bytes = 0;
	#reply = emptyReply();

	/**
	@param maxBytes - Longest reply, all its lines with their LFs.
	@param onData - Takes each data line as it comes, in place of `Reply.data`: a reply of megabytes is not kept then.
	*/
	constructor({
		maxBytes = MAX_REPLY_BYTES,
		onData,
	}: {readonly maxBytes?: number; readonly onData?: ((line: string) => void) | undefined} = {}) {
		this.#maxBytes = maxBytes;
		this.#onData = onData;
	}

	/** Whether a reply has begun and not ended: an end of the connection now breaks it off. */
	get isInside(): boolean {
		return this.#bytes > 0;
	}

	/**
	Take in the next line.

	@param line - A byte string without LF.
	@returns The reply that this line ends, if it ends one.
	@throws {ProtocolError} If the reply passes `maxBytes`.
	@see docs/protocol.md, sections 2.1 and 2.2
	*/
	push(line: string): Reply | undefined {
		this.#bytes += line.length + 1;
		if (this.#bytes > this.#maxBytes) {
			throw new ProtocolError(`a reply has at most ${this.#maxBytes} bytes`, line);
		}

		if (isWord(line.charCodeAt(0)) || !/^\d\d\d[- ]/.test(line)) {
			this.#takeData(line);
			return undefined;
		}

		this.#reply.codes.push(line.slice(0, 4));
		this.#reply.messages.push(line.slice(4));
		return line[3] === ' ' ? this.#finish(Number(line.slice(0, 3))) : undefined;
	}

	#takeData(line: string): void {
		if (line.length >= MAX_DATA_LINE_BYTES) {
			this.#reply.stray.push(line.slice(0, 80)); // All of it may be megabytes, and means nothing.
		} else if (isWord(line.charCodeAt(0)) || line.trim() !== '') {
			if (this.#reply.codes.length > 0) {
				this.#reply.stray.push(line);
			} else if (this.#onData === undefined) {
				this.#reply.data.push(line);
			} else {
				this.#onData(line);
			}
		}
	}

	#finish(final: number): Reply {
		const reply = {final, ...this.#reply};
		this.#reply = emptyReply();
		this.#bytes = 0;
		return reply;
	}
}

/**
Write a reply, the inverse of reading one.

@param context - Text of message lines before the last, each with the code of the last unless it names its own.
@param data - Data lines, without LF.
@returns All its lines, with LFs.
*/
export const formatReply = ({
	code,
	text = '',
	context = [],
	data = [],
}: {
	readonly code: number;
	readonly text?: string;
	readonly context?: ReadonlyArray<string | {readonly code: number; readonly text: string}>;
	readonly data?: readonly string[];
}): string => {
	const lines = context.map(line => (typeof line === 'string' ? `${code}-${line}\n` : `${line.code}-${line.text}\n`));
	return `${data.map(line => `${line}\n`).join('')}${lines.join('')}${code} ${text}\n`;
};

/** Whether a line that begins so is plainly one of data. Most lines of a long reply are: it saves them the patterns. */
const isWord = (code: number): boolean => code > 57 && code < 127; // From behind `9` to `~`.

const emptyReply = () => ({
	codes: [] as string[],
	messages: [] as string[],
	data: [] as string[],
	stray: [] as string[],
});
