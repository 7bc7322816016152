import type {FileHandle} from 'node:fs/promises';
import {wordBuffer} from './pcapng.ts';

/** Bytes gathered before they are written. */
const CHUNK_BYTES = 256 * 1024;

/** Chunks that may wait for the disk; behind a slower one nothing more is taken, rather than memory filled. */
const MAX_WAITING_CHUNKS = 32;

/** Memory to gather in, as bytes and as words of 4 of them. */
type Chunk = {readonly bytes: Buffer<ArrayBuffer>; readonly words: Uint32Array<ArrayBuffer>};

const NOTHING: Chunk = wordBuffer(0);

/** Gathers bytes into chunks and writes them in order, without anybody waiting. Chunks are used again: fresh memory costs more than what is copied into it. */
export class ChunkWriter {
	readonly #file: FileHandle;
	readonly #free: Chunk[] = [];
	#used = 0;
	#waiting = 0;
	#hasFailed = false;
	/** Where `reserve()` makes room. */
	chunk: Chunk = NOTHING;
	/** Taken so far. */
	bytes = 0;
	/** All that was flushed is with the system. */
	written: Promise<void> = Promise.resolve();

	constructor(file: FileHandle) {
		this.#file = file;
	}

	/** The disk is too slow, or full. */
	get isBehind(): boolean {
		return this.#waiting > MAX_WAITING_CHUNKS || this.#hasFailed;
	}

	write(bytes: Buffer): void {
		const at = this.reserve(bytes.length);
		bytes.copy(this.chunk.bytes, at);
	}

	/** Make room for so many bytes in `chunk`; what stands there is anything. @returns Where. */
	reserve(bytes: number): number {
		if (this.#used + bytes > this.chunk.bytes.length) {
			this.flush(bytes);
		}

		const at = this.#used;
		this.#used += bytes;
		this.bytes += bytes;
		return at;
	}

	flush(room = 0): void {
		if (this.#used > 0) {
			this.#waiting += 1;
			this.written = this.#append(this.written, this.chunk, this.#used);
		} else if (room <= this.chunk.bytes.length) {
			return;
		}

		this.chunk = (room <= CHUNK_BYTES && this.#free.pop()) || wordBuffer(Math.max(CHUNK_BYTES, room));
		this.#used = 0;
	}

	async #append(before: Promise<void>, chunk: Chunk, used: number): Promise<void> {
		await before;
		try {
			await this.#file.appendFile(chunk.bytes.subarray(0, used));
		} catch {
			// A full disk ends the capture, not the run: what is missing is counted as left out.
			this.#hasFailed = true;
		} finally {
			this.#waiting -= 1;
			this.#free.push(chunk);
		}
	}
}
