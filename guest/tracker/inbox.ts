import {LineSplitter} from '../protocol/line-splitter.ts';

/** The lines a client has sent and that are not answered yet, as the packets they came in. */
export class Inbox {
	readonly #splitter = new LineSplitter();
	/** What is left of the packet being read. */
	#lines: Iterator<string, void> | undefined;
	/** Packets behind it. Absent most of the time: ten thousand empty lists would be half a megabyte. */
	#packets: Buffer[] | undefined;

	/** Whether every whole line was taken. */
	get isEmpty(): boolean {
		return this.#lines === undefined;
	}

	/** Bytes of packets that wait behind the one being read. */
	get bytesAhead(): number {
		return this.#packets?.reduce((bytes, {length}) => bytes + length, 0) ?? 0;
	}

	/** Put in the next packet. */
	push(packet: Buffer): void {
		if (this.#lines) {
			this.#packets ??= [];
			this.#packets.push(packet);
		} else {
			this.#lines = this.#splitter.push(packet);
		}
	}

	/**
	Take out the next line, a byte string without LF.

	@returns Undefined when no whole line is left.
	@throws {ProtocolError} If the next line is too long.
	*/
	next(): string | undefined {
		while (this.#lines) {
			const {value} = this.#lines.next();
			if (value !== undefined) {
				return value;
			}

			const packet = this.#packets?.shift();
			this.#lines = packet && this.#splitter.push(packet);
		}

		this.#packets = undefined;
		return undefined;
	}

	/** Forget it all: the client is leaving. */
	clear(): void {
		this.#lines = undefined;
		this.#packets = undefined;
	}
}
