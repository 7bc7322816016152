import {LineSplitter} from '../protocol/line-splitter.ts';

/** The lines a client has sent and that are not answered yet, as the packets they came in. */
export class Inbox {
	readonly #splitter = new LineSplitter();
	/** Whether there may be more lines in the packet being read. */
	#isReading = false;
	/** Packets behind it. Absent most of the time: ten thousand empty lists would be half a megabyte. */
	#packets: Buffer[] | undefined;

	/** Whether every whole line was taken. */
	get isEmpty(): boolean {
		return !this.#isReading;
	}

	/** Bytes of packets that wait behind the one being read. */
	get bytesAhead(): number {
		return this.#packets?.reduce((bytes, {length}) => bytes + length, 0) ?? 0;
	}

	/** Bytes kept in all. */
	get bytes(): number {
		return this.#splitter.bytes + this.bytesAhead;
	}

	/** Put in the next packet. */
	push(packet: Buffer): void {
		if (this.#isReading) {
			this.#packets ??= [];
			this.#packets.push(packet);
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

			const packet = this.#packets?.shift();
			if (packet === undefined) {
				this.#isReading = false;
			} else {
				this.#splitter.feed(packet);
			}
		}

		this.#packets = undefined;
		return undefined;
	}

	/** Forget it all: the client is leaving. */
	clear(): void {
		this.#isReading = false;
		this.#packets = undefined;
	}
}
