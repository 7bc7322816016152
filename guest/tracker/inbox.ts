import {LineSplitter} from '../protocol/line-splitter.ts';

/** Memory for bytes that wait, at the least and in steps of this: a packet of one byte would cost three hundred as a buffer of its own. */
const BLOCK_BYTES = 1024;

/** The lines a client has sent and that are not answered yet. What comes while a packet is being read is kept in one block, however small its packets. */
export class Inbox {
	readonly #splitter = new LineSplitter();
	/** Whether there may be more lines in the packet being read. */
	#isReading = false;
	/** Bytes behind it, and room for more. Absent most of the time: ten thousand empty ones would be megabytes. */
	#ahead: Buffer | undefined;
	#aheadBytes = 0;

	/** Whether every whole line was taken. */
	get isEmpty(): boolean {
		return !this.#isReading;
	}

	/** Bytes that wait behind the packet being read. */
	get bytesAhead(): number {
		return this.#aheadBytes;
	}

	/** Memory kept in all, in bytes. */
	get bytes(): number {
		return this.#splitter.bytes + (this.#ahead?.length ?? 0);
	}

	/** Put in the next packet. */
	push(packet: Buffer): void {
		if (this.#isReading) {
			const needed = this.#aheadBytes + packet.length;
			if (this.#ahead === undefined || needed > this.#ahead.length) {
				const room = Math.max(needed, Math.min(2 * needed, needed + 8 * BLOCK_BYTES));
				const grown = Buffer.allocUnsafeSlow(Math.ceil(room / BLOCK_BYTES) * BLOCK_BYTES);
				this.#ahead?.copy(grown, 0, 0, this.#aheadBytes);
				this.#ahead = grown;
			}

			packet.copy(this.#ahead, this.#aheadBytes);
			this.#aheadBytes = needed;
		} else {
			this.#isReading = true;
			this.#splitter.feed(packet);
		}
	}

	/**
	Take out the next line, a byte string without LF.

	@returns Undefined when no whole line is left.
	@throws {ProtocolError} If the next line is too long.
	*/
	next(): string | undefined {
		while (this.#isReading) {
			const line = this.#splitter.next();
			if (line !== undefined) {
				return line;
			}

			const ahead = this.#ahead?.subarray(0, this.#aheadBytes);
			this.#ahead = undefined;
			this.#aheadBytes = 0;
			if (ahead === undefined) {
				this.#isReading = false;
			} else {
				this.#splitter.feed(ahead);
			}
		}

		return undefined;
	}

	/** Forget it all: the client is leaving. */
	clear(): void {
		this.#isReading = false;
		this.#splitter.clear();
		this.#ahead = undefined;
		this.#aheadBytes = 0;
	}
}
