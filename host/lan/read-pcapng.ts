import {LanError} from './lan-error.ts';
import {ENHANCED_PACKET, INTERFACE, type Packet, padded, SECTION_HEADER} from './pcapng.ts';

/** A packet as it was captured, with the name of the interface it was seen on. */
export type CapturedPacket = Packet & {readonly interfaceName: string};

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
		const body = file.subarray(at + 8, at + bytes - 4);
		if (type === INTERFACE) {
			names.push(optionOf(body.subarray(8), 2) ?? `interface ${names.length}`);
		} else if (type === ENHANCED_PACKET && body.length >= 20) {
			yield readPacket(body, names);
		}

		at += bytes;
	}
}

const readPacket = (body: Buffer, names: readonly string[]): CapturedPacket => {
	const keptBytes = body.readUInt32LE(12);
	const interfaceNumber = body.readUInt32LE(0);
	return {
		interfaceNumber,
		interfaceName: names[interfaceNumber] ?? `interface ${interfaceNumber}`,
		microseconds: body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8),
		bytes: body.subarray(20, 20 + keptBytes),
		wholeBytes: body.readUInt32LE(16),
		comment: optionOf(body.subarray(20 + padded(keptBytes)), 1),
	};
};

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
