import {type FileHandle, open} from 'node:fs/promises';
import {
	interfaceBlock,
	PACKET_OVERHEAD_BYTES,
	packetBlock,
	padded,
	sectionHeader,
	wordBuffer,
	writePacketHead,
} from './pcapng.ts';

/** Bytes gathered before they are written. */
const CHUNK_BYTES = 256 * 1024;

/** Chunks that may wait for the disk. Behind a slower disk, packets are left out rather than memory filled. */
const MAX_WAITING_CHUNKS = 32;

/** How long a packet may wait to be written, in milliseconds: what a harness that is killed loses. */
const FLUSH_MS = 500;

/** Size from which only packets that matter most are kept, in bytes. */
const LATE_BYTES = 96 * 1024 * 1024;

/** Largest size of a capture, in bytes. */
const MAX_BYTES = 160 * 1024 * 1024;

/** A capture file being written. Disposing ends it. */
export type Capture = AsyncDisposable & {
	/** Name one more interface. @returns Its number. */
	addInterface(name: string): number;
	/**
	Keep the first `keepBytes` of the packet `buffer[start, end)`.

	@param isBulk - It is one of very many like it: left out first when the capture grows too large.
	*/
	record(
		buffer: Buffer,
		start: number,
		end: number,
		about: {
			interfaceNumber: number;
			microseconds: number;
			keepBytes: number;
			isBulk: boolean;
			comment?: string | undefined;
		},
	): void;
	/** Packets left out so far, because of the size or the disk. */
	readonly leftOut: number;
};

/** Start a pcapng file: bounded, and never waited for. */
export const startCapture = async (path: string): Promise<Capture> => {
	const file = await open(path, 'w');
	const writer = new ChunkWriter(file);
	writer.write(sectionHeader());
	let interfaces = 0;
	let leftOut = 0;
	const flushing = setInterval(() => writer.flush(), FLUSH_MS);
	flushing.unref();
	return {
		addInterface(name) {
			writer.write(interfaceBlock(name));
			interfaces += 1;
			return interfaces - 1;
		},
		record(buffer, start, end, {interfaceNumber, microseconds, keepBytes, isBulk, comment}) {
			if (writer.bytes > MAX_BYTES || (isBulk && writer.bytes > LATE_BYTES) || writer.isBehind) {
				leftOut += 1;
				return;
			}

			const keptBytes = Math.min(keepBytes, end - start);
			if (comment !== undefined) {
				const bytes = buffer.subarray(start, start + keptBytes);
				writer.write(packetBlock({interfaceNumber, microseconds, bytes, wholeBytes: end - start, comment}));
				return;
			}

			const blockBytes = PACKET_OVERHEAD_BYTES + padded(keptBytes);
			const at = writer.reserve(blockBytes);
			writePacketHead(writer.words, at / 4, blockBytes, {
				interfaceNumber,
				microseconds,
				keptBytes,
				wholeBytes: end - start,
			});
			buffer.copy(writer.chunk, at + 28, start, start + keptBytes);
		},
		get leftOut() {
			return leftOut;
		},
		async [Symbol.asyncDispose]() {
			clearInterval(flushing);
			writer.flush();
			await writer.written;
			await file.close();
		},
	};
};

const NOTHING = Buffer.alloc(0);

/** Gathers bytes into chunks and writes them in order, without anybody waiting. */
class ChunkWriter {
	readonly #file: FileHandle;
	#used = 0;
	#waiting = 0;
	#hasFailed = false;
	chunk = NOTHING;
	words = new Uint32Array(0);
	bytes = 0;
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
		bytes.copy(this.chunk, at);
	}

	/** Make room for so many zero bytes in `chunk`. @returns Where. */
	reserve(bytes: number): number {
		if (this.#used + bytes > this.chunk.length) {
			this.flush(bytes);
		}

		const at = this.#used;
		this.#used += bytes;
		this.bytes += bytes;
		return at;
	}

	flush(room = 0): void {
		if (this.#used > 0) {
			const full = this.chunk.subarray(0, this.#used);
			this.#waiting += 1;
			this.written = this.#append(this.written, full);
		} else if (room <= this.chunk.length) {
			return;
		}

		({bytes: this.chunk, words: this.words} = wordBuffer(Math.max(CHUNK_BYTES, room)));
		this.#used = 0;
	}

	async #append(before: Promise<void>, bytes: Buffer): Promise<void> {
		await before;
		try {
			await this.#file.appendFile(bytes);
		} catch {
			// A full disk ends the capture, not the run: what is missing is counted as left out.
			this.#hasFailed = true;
		} finally {
			this.#waiting -= 1;
		}
	}
}
