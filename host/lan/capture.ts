import {open} from 'node:fs/promises';
import {ChunkWriter} from './chunk-writer.ts';
import {HeadCopier} from './head-copier.ts';
import {interfaceBlock, PACKET_OVERHEAD_BYTES, packetBlock, padded, sectionHeader, writePacketHead} from './pcapng.ts';

/** How long a packet may wait to be written, in milliseconds: what a harness that is killed loses. */
const FLUSH_MS = 500;

/** Size from which only packets that matter most are kept, in bytes. */
const LATE_BYTES = 64 * 1024 * 1024;

/** Packets of which at most this is kept are copied word by word, in bytes. */
const FEW_BYTES = 128;

/** Largest size of a capture, in bytes. */
const MAX_BYTES = 96 * 1024 * 1024;

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
	const copier = new HeadCopier();
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
			const {bytes, words} = writer.chunk;
			writePacketHead(words, at / 4, blockBytes, {
				interfaceNumber,
				microseconds,
				keptBytes,
				wholeBytes: end - start,
			});
			if (keptBytes <= FEW_BYTES) {
				copier.copy(buffer, start, keptBytes, words, at + 28);
				return;
			}

			words[(at + blockBytes) / 4 - 2] = 0; // The packet covers all of it but what fills its last word up.
			buffer.copy(bytes, at + 28, start, start + keptBytes);
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
