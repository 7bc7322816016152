/** The pcapng blocks we write (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html): little-endian, times in microseconds since 1970. */
export const SECTION_HEADER = 0x0a_0d_0d_0a;
export const INTERFACE = 1;
export const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a_2b_3c_4d;
const LINKTYPE_ETHERNET = 1;
const OPTION_COMMENT = 1;
const OPTION_IF_NAME = 2;
const OPTION_USERAPPL = 4;

/** Bytes of a packet block around its packet, without options. */
export const PACKET_OVERHEAD_BYTES = 32;

/** The block a file begins with. */
export const sectionHeader = (): Buffer => {
	const body = Buffer.alloc(16);
	body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
	body.writeUInt16LE(1, 4); // Version 1.0.
	body.writeBigInt64LE(-1n, 8); // Length of the section: not told.
	return block(SECTION_HEADER, Buffer.concat([body, options([[OPTION_USERAPPL, 'osp2p']])]));
};

/** The block that names an interface; interfaces are numbered from 0 in the order of their blocks. */
export const interfaceBlock = (name: string): Buffer => {
	const body = Buffer.alloc(8);
	body.writeUInt16LE(LINKTYPE_ETHERNET, 0);
	return block(INTERFACE, Buffer.concat([body, options([[OPTION_IF_NAME, name]])]));
};

/** A packet: which interface it was seen on, when, and as much of it as is kept of `wholeBytes`. */
export type Packet = {
	readonly interfaceNumber: number;
	readonly microseconds: number;
	readonly bytes: Buffer;
	readonly wholeBytes: number;
	readonly comment?: string | undefined;
};

/** The block of one packet. */
export const packetBlock = ({interfaceNumber, microseconds, bytes, wholeBytes, comment}: Packet): Buffer => {
	const commentBytes = comment === undefined ? Buffer.alloc(0) : options([[OPTION_COMMENT, comment]]);
	const {bytes: block, words} = wordBuffer(PACKET_OVERHEAD_BYTES + padded(bytes.length) + commentBytes.length);
	writePacketHead(words, 0, block.length, {interfaceNumber, microseconds, keptBytes: bytes.length, wholeBytes});
	bytes.copy(block, 28);
	commentBytes.copy(block, 28 + padded(bytes.length));
	return block;
};

/**
Write all of a packet block but its packet and options, in place: what runs for every frame makes no garbage and checks nothing twice.

@param words - The words of 4 bytes of the target, on a little-endian machine, as every one that Node runs on.
@param at - Where the block begins, in words.
*/
export const writePacketHead = (
	words: Uint32Array,
	at: number,
	blockBytes: number,
	{
		interfaceNumber,
		microseconds,
		keptBytes,
		wholeBytes,
	}: {
		readonly interfaceNumber: number;
		readonly microseconds: number;
		readonly keptBytes: number;
		readonly wholeBytes: number;
	},
): void => {
	words[at] = ENHANCED_PACKET;
	words[at + 1] = blockBytes;
	words[at + 2] = interfaceNumber;
	words[at + 3] = microseconds / 2 ** 32;
	words[at + 4] = microseconds;
	words[at + 5] = keptBytes;
	words[at + 6] = wholeBytes;
	words[at + blockBytes / 4 - 1] = blockBytes;
};

/** A zeroed buffer, and the same as words. */
export const wordBuffer = (
	bytes: number,
): {readonly bytes: Buffer<ArrayBuffer>; readonly words: Uint32Array<ArrayBuffer>} => {
	const memory = new ArrayBuffer(padded(bytes));
	return {bytes: Buffer.from(memory), words: new Uint32Array(memory)};
};

/** Blocks and options are filled up to whole words of 4 bytes. */
export const padded = (bytes: number): number => (bytes + 3) & ~3;

const block = (type: number, body: Buffer): Buffer => {
	const bytes = Buffer.alloc(12 + body.length);
	bytes.writeUInt32LE(type, 0);
	bytes.writeUInt32LE(bytes.length, 4);
	body.copy(bytes, 8);
	bytes.writeUInt32LE(bytes.length, bytes.length - 4);
	return bytes;
};

const options = (texts: ReadonlyArray<readonly [code: number, text: string]>): Buffer => {
	const parts = texts.map(([code, text]) => {
		const value = Buffer.from(text);
		const option = Buffer.alloc(4 + padded(value.length));
		option.writeUInt16LE(code, 0);
		option.writeUInt16LE(value.length, 2);
		value.copy(option, 4);
		return option;
	});
	return Buffer.concat([...parts, Buffer.alloc(4)]); // The end of the options.
};
