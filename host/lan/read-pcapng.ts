import {LanError} from './lan-error.ts';
import {ENHANCED_PACKET, INTERFACE, PACKET_OVERHEAD_BYTES, padded, SECTION_HEADER} from './pcapng.ts';

/** A packet of a capture; each part is read from the file when it is asked for, since there may be a million of them. */
export class CapturedPacket {
	readonly file: Buffer;
	/** Where its block begins in the file, and the block's length. */
	readonly at: number;
	readonly blockBytes: number;
	/** The name of the interface it was seen on. */
	readonly interfaceName: string;

	constructor(file: Buffer, at: number, blockBytes: number, interfaceName: string) {
		this.file = file;
		this.at = at;
		this.blockBytes = blockBytes;
		this.interfaceName = interfaceName;
	}

	/** Since 1970. */
	get microseconds(): number {
		return this.file.readUInt32LE(this.at + 12) * 2 ** 32 + this.file.readUInt32LE(this.at + 16);
	}

	/** How much of it was kept, in bytes. */
	get keptBytes(): number {
		return this.file.readUInt32LE(this.at + 20);
	}

	/** How long it was. */
	get wholeBytes(): number {
		return this.file.readUInt32LE(this.at + 24);
	}

	/** What was kept of it. */
	get bytes(): Buffer {
		return this.file.subarray(this.at + PACKET_HEAD_BYTES, this.at + PACKET_HEAD_BYTES + this.keptBytes);
	}

	get comment(): string | undefined {
		const keptBytes = padded(this.keptBytes);
		return this.blockBytes === PACKET_OVERHEAD_BYTES + keptBytes
			? undefined
			: optionOf(this.file.subarray(this.at + PACKET_HEAD_BYTES + keptBytes, this.at + this.blockBytes - 4), 1);
	}
}

/** Where the packet begins in its block. */
export const PACKET_HEAD_BYTES = 28;

/**
Read a capture of ours, packet by packet. One that ends in the middle of a block, because its writer was killed, is read up to there.

@throws {LanError} If it is no pcapng file of this machine's byte order.
*/
export function* readPcapng(file: Buffer): Generator<CapturedPacket, void, undefined> {
	if (file.length < 12 || file.readUInt32LE(0) !== SECTION_HEADER || file.readUInt32LE(8) !== 0x1a_2b_3c_4d) {
		throw new LanError('This file is no capture of ours.', {hint: 'Name the folder of a run: it holds lan.pcapng.'});
	}

	const names: string[] = [];
	for (let at = 0; at + 12 <= file.length; ) {
		const bytes = file.readUInt32LE(at + 4);
		if (bytes < 12 || bytes % 4 !== 0 || at + bytes > file.length) {
			return;
		}

		const type = file.readUInt32LE(at);
		if (type === INTERFACE) {
			names.push(optionOf(file.subarray(at + 16, at + bytes - 4), 2) ?? `interface ${names.length}`);
		} else if (type === ENHANCED_PACKET && bytes >= PACKET_OVERHEAD_BYTES) {
			const number = file.readUInt32LE(at + 8);
			yield new CapturedPacket(file, at, bytes, names[number] ?? `interface ${number}`);
		}

		at += bytes;
	}
}

const optionOf = (options: Buffer, wanted: number): string | undefined => {
	for (let at = 0; at + 4 <= options.length; ) {
		const code = options.readUInt16LE(at);
		const bytes = options.readUInt16LE(at + 2);
		if (code === 0) {
			return undefined;
		}

		if (code === wanted) {
			return options.toString('utf8', at + 4, at + 4 + bytes);
		}

		at += 4 + padded(bytes);
	}

	return undefined;
};
