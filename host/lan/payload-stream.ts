/** Payload that came too early, in bytes: what is kept while a gap is open. More, and the gap is given up. */
export const MAX_EARLY_BYTES = 256 * 1024;

/** Called with payload in order, once each byte. `from` to `to` in `buffer`; where a capture kept less than was sent, the rest is only counted. */
export type TakePayload = (buffer: Buffer, from: number, to: number, bytes: number) => void;

/** One direction of a TCP connection as its receiver's program sees it: in order, without repeats, whatever the segments did. */
export class PayloadStream {
	/** The sequence number that comes next; `undefined` until the first segment. */
	#next: number | undefined;
	#early: {readonly sequence: number; readonly payload: Buffer; readonly bytes: number}[] = [];
	#earlyBytes = 0;
	/** Payload so far, in bytes, gaps that were given up included. */
	bytes = 0;

	/** The stream starts here: the sequence number of its first byte. */
	start(sequence: number): void {
		this.#next = sequence;
	}

	/** The sequence number that comes next; 0 before the first segment. */
	get next(): number {
		return this.#next ?? 0;
	}

	get isStarted(): boolean {
		return this.#next !== undefined;
	}

	/** How far into the stream a sequence number lies, in bytes; negative: before its start. */
	placeOf(sequence: number): number {
		return this.#next === undefined ? 0 : this.bytes + ((sequence - this.#next) | 0);
	}

	/** A segment's payload was seen: `buffer[from, to)`, of which `to` may lie beyond the buffer. */
	push(sequence: number, buffer: Buffer, from: number, to: number, take: TakePayload): void {
		this.#next ??= sequence;
		const known = (this.#next - sequence) | 0;
		if (known < 0) {
			this.#keepEarly(sequence, buffer, from, to, take);
			return;
		}

		if (known < to - from) {
			this.#pass(buffer, from + known, to, take);
			if (this.#early.length > 0) {
				this.#useEarly(take);
			}
		}
	}

	#pass(buffer: Buffer, from: number, to: number, take: TakePayload): void {
		const bytes = to - from;
		this.#next = ((this.#next ?? 0) + bytes) | 0;
		this.bytes += bytes;
		take(buffer, from, Math.min(to, buffer.length), bytes);
	}

	#keepEarly(sequence: number, buffer: Buffer, from: number, to: number, take: TakePayload): void {
		this.#early.push({sequence, payload: Buffer.from(buffer.subarray(from, to)), bytes: to - from});
		this.#earlyBytes += to - from;
		if (this.#earlyBytes > MAX_EARLY_BYTES) {
			this.#giveUpGap();
			this.#useEarly(take);
		}
	}

	/** What is missing will not be seen any more: go on behind it. */
	#giveUpGap(): void {
		const next = this.#next ?? 0;
		const gap = Math.min(...this.#early.map(({sequence}) => (sequence - next) | 0));
		this.#next = (next + gap) | 0;
		this.bytes += gap;
	}

	#useEarly(take: TakePayload): void {
		for (let used = true; used; ) {
			used = false;
			for (const segment of this.#early) {
				const known = ((this.#next ?? 0) - segment.sequence) | 0;
				if (known >= 0) {
					this.#early = this.#early.filter(other => other !== segment);
					this.#earlyBytes -= segment.bytes;
					used = true;
					if (known < segment.bytes) {
						this.#pass(segment.payload, known, segment.bytes, take);
					}
				}
			}
		}
	}
}
