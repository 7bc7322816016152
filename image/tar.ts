import type {FileHandle} from 'node:fs/promises';

/** A member of a tar archive, and where its bytes stand in the file. */
export type TarMember = {
	/** Without a leading `./` or `/`, and without the slash after a folder's name. The top folder is the empty string. */
	readonly path: string;
	readonly type: TarType;
	/** Bytes of content; 0 for all but files. */
	readonly size: number;
	/** Where the member begins, its extension headers included, and where the next one does. */
	readonly start: number;
	readonly end: number;
	/** Where its content begins. */
	readonly content: number;
	/** What a link points to. */
	readonly target: string;
};

/** What a member is; the letters are tar's own. */
export type TarType = 'file' | 'hard link' | 'link' | 'device' | 'folder' | 'other';

const BLOCK = 512;

const types: Readonly<Record<string, TarType>> = {
	'\0': 'file',
	0: 'file',
	1: 'hard link',
	2: 'link',
	3: 'device',
	4: 'device',
	5: 'folder',
};

/**
The members of an archive, in its order. Reads headers only, so hundreds of megabytes take a fraction of a second.

@throws {Error} If a header's checksum is wrong, or the archive ends within a member.
@see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
*/
export async function* tarMembers(archive: FileHandle): AsyncGenerator<TarMember, void, undefined> {
	const {size: length} = await archive.stat();
	let start = 0;
	let extended: Extended = {};
	for (let at = 0; at + BLOCK <= length; ) {
		const header = await readAt(archive, at, BLOCK);
		if (header.every(byte => byte === 0)) {
			return;
		}

		checkSum(header, at);
		const size = readNumber(header.subarray(124, 136));
		const letter = String.fromCharCode(header[156] ?? 0);
		const content = at + BLOCK;
		at = content + Math.ceil(size / BLOCK) * BLOCK;
		if (at > length) {
			throw new Error(`the archive ends within "${readText(header.subarray(0, 100))}"`);
		}

		if ('xLK'.includes(letter)) {
			extended = {...extended, ...readExtension(letter, await readAt(archive, content, size))};
		} else if (letter !== 'g') {
			yield {
				path: plainPath(extended.path ?? longName(header)),
				type: types[letter] ?? 'other',
				size: letter === '5' ? 0 : size,
				start,
				end: at,
				content,
				target: extended.linkpath ?? readText(header.subarray(157, 257)),
			};
			extended = {};
			start = at;
		}
	}

	throw new Error('the archive has no end mark: it was cut off');
}

/** Read `length` bytes at a place. @throws {Error} If the file ends before. */
export const readAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
	const buffer = Buffer.alloc(length);
	for (let done = 0; done < length; ) {
		const {bytesRead} = await file.read(buffer, done, length - done, position + done);
		if (bytesRead === 0) {
			throw new Error('the file ends too early');
		}

		done += bytesRead;
	}

	return buffer;
};

type Extended = {readonly path?: string; readonly linkpath?: string};

const readExtension = (letter: string, bytes: Buffer): Extended => {
	switch (letter) {
		case 'L': {
			return {path: readText(bytes)};
		}
		case 'K': {
			return {linkpath: readText(bytes)};
		}
		default: {
			return readRecords(bytes);
		}
	}
};

/** Records of "length key=value\n", where the length counts itself. */
const readRecords = (bytes: Buffer): Extended => {
	const records: Record<string, string> = {};
	for (let at = 0; at < bytes.length; ) {
		const blank = bytes.indexOf(0x20, at);
		const length = Number(bytes.toString('latin1', at, blank));
		if (blank === -1 || !(length > 0)) {
			throw new Error('the archive has an extended header that is no list of records');
		}

		const [key = '', ...value] = bytes.toString('utf8', blank + 1, at + length - 1).split('=');
		records[key] = value.join('=');
		at += length;
	}

	return records;
};

const checkSum = (header: Buffer, at: number): void => {
	const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
	if (sum !== readNumber(header.subarray(148, 156))) {
		throw new Error(`no tar header at byte ${at}: its checksum is wrong`);
	}
};

const longName = (header: Buffer): string => {
	const name = readText(header.subarray(0, 100));
	const prefix = header.toString('latin1', 257, 262) === 'ustar' ? readText(header.subarray(345, 500)) : '';
	return prefix === '' ? name : `${prefix}/${name}`;
};

const plainPath = (path: string): string =>
	path
		.replace(/^(?:\.?\/)+/, '')
		.replace(/\/+$/, '')
		.replace(/^\.$/, '');

const readText = (bytes: Buffer): string => bytes.toString('utf8').replace(/\0.*$/s, '');

/** Octal text, or GNU's big-endian binary for what octal cannot hold. */
const readNumber = (bytes: Buffer): number =>
	((bytes[0] ?? 0) & 0x80) === 0
		? Number.parseInt(readText(bytes).trim() || '0', 8)
		: bytes.readUIntBE(bytes.length - 6, 6);
