/** Bytes of the length before each frame on a QEMU `stream` socket: 4, big-endian (https://www.qemu.org/docs/master/system/invocation.html, `-netdev stream`). */
export const PREFIX_BYTES = 4;

/** Shortest frame that can be forwarded, in bytes: two addresses and a type. */
export const MIN_FRAME_BYTES = 14;

/** Longest frame we take, in bytes: an IP packet of 64 KiB, its Ethernet header and some tags. A longer one means the stream is out of step. */
export const MAX_FRAME_BYTES = 65_536 + 64;

/**
Called for each whole frame: `buffer[start, end)` is the frame, and its length stands before it, at `start - PREFIX_BYTES`.

Frames that came in one chunk lie side by side in one buffer, so that a run of them can be sent on as one slice.
*/
export type VisitFrame = (buffer: Buffer, start: number, end: number) => void;

/** Turns chunks, cut anywhere, into whole frames, without copying any but the ones that were cut. Holds at most one unfinished frame. */
export class FrameSplitter {
	#rest = Buffer.alloc(0);
	#restBytes = 0;

	/**
	Take the next chunk and visit each frame that is now whole.

	@throws {RangeError} If a length is no frame's: there is no way to find the next frame after it.
	*/
	push(chunk: Buffer, visit: VisitFrame): void {
		let at = this.#restBytes === 0 ? 0 : this.#finish(chunk, visit);

		while (chunk.length - at >= PREFIX_BYTES) {
			const start = at + PREFIX_BYTES;
			const end = start + lengthAt(chunk, at);
			if (end > chunk.length) {
				break;
			}

			visit(chunk, start, end);
			at = end;
		}

		if (at < chunk.length) {
			this.#keep(chunk, at);
		}
	}

	/** Bytes of the frame that is not whole yet. */
	get pendingBytes(): number {
		return this.#restBytes;
	}

	/** Complete the frame left over from earlier chunks. @returns How many bytes of the chunk that took. */
	#finish(chunk: Buffer, visit: VisitFrame): number {
		let used = 0;
		if (this.#restBytes < PREFIX_BYTES) {
			used = this.#append(chunk, used, PREFIX_BYTES - this.#restBytes);
			if (this.#restBytes < PREFIX_BYTES) {
				return used;
			}

			this.#makeRoom(PREFIX_BYTES + lengthAt(this.#rest, 0));
		}

		const wanted = PREFIX_BYTES + lengthAt(this.#rest, 0);
		used = this.#append(chunk, used, wanted - this.#restBytes);
		if (this.#restBytes === wanted) {
			const whole = this.#rest;
			this.#rest = Buffer.alloc(0);
			this.#restBytes = 0;
			visit(whole, PREFIX_BYTES, wanted);
		}

		return used;
	}

	#keep(chunk: Buffer, at: number): void {
		const length = chunk.length - at < PREFIX_BYTES ? 0 : lengthAt(chunk, at);
		this.#makeRoom(PREFIX_BYTES + length);
		this.#append(chunk, at, chunk.length - at);
	}

	#append(chunk: Buffer, from: number, bytes: number): number {
		const copied = chunk.copy(this.#rest, this.#restBytes, from, Math.min(from + bytes, chunk.length));
		this.#restBytes += copied;
		return from + copied;
	}

	#makeRoom(bytes: number): void {
		const room = Buffer.allocUnsafe(bytes);
		this.#rest.copy(room, 0, 0, this.#restBytes);
		this.#rest = room;
	}
}

const lengthAt = (buffer: Buffer, at: number): number => {
	const length =
		((buffer[at] ?? 0) << 24) | ((buffer[at + 1] ?? 0) << 16) | ((buffer[at + 2] ?? 0) << 8) | (buffer[at + 3] ?? 0);
	if (length <= 0 || length > MAX_FRAME_BYTES) {
		throw new RangeError(`a frame has 1 to ${MAX_FRAME_BYTES} bytes, not ${length >>> 0}`);
	}

	return length;
};

/** A frame as it crosses a `stream` socket: its length, then its bytes. */
export const withLength = (frame: Uint8Array): Buffer => {
	const bytes = Buffer.allocUnsafe(PREFIX_BYTES + frame.length);
	bytes.writeUInt32BE(frame.length, 0);
	bytes.set(frame, PREFIX_BYTES);
	return bytes;
};
