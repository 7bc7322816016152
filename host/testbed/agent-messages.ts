/** What an agent says: the answer to a request, or news of a program that a request started. */
export type AgentMessage = {
	readonly id: number;
	readonly kind: 'ok' | 'no' | 'out' | 'err' | 'exit';
	readonly bytes: Buffer;
};

/** A request as it crosses the wire; words are byte strings. @see agent.pl */
export const formatRequest = (id: number, verb: string, words: readonly string[], bytes: Uint8Array): Buffer =>
	Buffer.concat([Buffer.from(`${[id, verb, bytes.length, ...words.map(encodeWord)].join(' ')}\n`, 'latin1'), bytes]);

/** A byte string, again. */
export const decodeWord = (word: string): string =>
	word.replaceAll(/%([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const encodeWord = (word: string): string =>
	word.replaceAll(/[^\w./:=-]/g, byte => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** Turns chunks, cut anywhere, into whole messages. */
export class AgentReader {
	#chunks: Buffer[] = [];
	#bytes = 0;
	/** Bytes that are needed before it is worth looking again: a long message comes in many chunks. */
	#wanted = 0;

	/** @throws {RangeError} If it is no message: then there is no way to find the next. */
	*push(chunk: Buffer): Generator<AgentMessage, void, undefined> {
		this.#chunks.push(chunk);
		this.#bytes += chunk.length;
		while (this.#bytes >= this.#wanted) {
			const all = Buffer.concat(this.#chunks);
			const message = firstMessage(all);
			if (typeof message === 'number') {
				this.#keep(all);
				this.#wanted = message;
				return;
			}

			this.#keep(all.subarray(message.end));
			this.#wanted = 0;
			yield message;
			if (this.#bytes === 0) {
				return;
			}
		}
	}

	#keep(rest: Buffer): void {
		this.#chunks = rest.length === 0 ? [] : [rest];
		this.#bytes = rest.length;
	}
}

/** Longest head line: an id, a word, a length. */
const MAX_HEAD_BYTES = 64;

/** The message that begins here, or how many bytes it takes at least. */
const firstMessage = (all: Buffer): (AgentMessage & {readonly end: number}) | number => {
	const newline = all.subarray(0, MAX_HEAD_BYTES).indexOf('\n');
	if (newline === -1 && all.length < MAX_HEAD_BYTES) {
		return all.length + 1;
	}

	const head = all.toString('latin1', 0, newline);
	const [, id, kind, length] = /^(\d+) (ok|no|out|err|exit) (\d+)$/.exec(head) ?? [];
	if (id === undefined) {
		throw new RangeError(`not a message of an agent: ${head.slice(0, MAX_HEAD_BYTES)}`);
	}

	const end = newline + 1 + Number(length);
	return end > all.length
		? end
		: {id: Number(id), kind: kind as AgentMessage['kind'], bytes: all.subarray(newline + 1, end), end};
};
