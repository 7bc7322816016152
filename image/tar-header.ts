import {SOURCE_DATE_EPOCH} from './recipe.ts';

/** Something to put into a tar archive. Owned by root unless said otherwise, and always of one time. */
export type NewMember = {
	/** Relative, without `./`. */
	readonly path: string;
	readonly mode: number;
	readonly uid?: number;
	readonly gid?: number;
} & (
	| {readonly type: 'file'; readonly size: number}
	| {readonly type: 'folder'}
	| {readonly type: 'link'; readonly target: string}
);

/**
The header of one member, 512 bytes. A file's content follows it, padded by `tarPadding()`.

@throws {RangeError} If the path or the target has more than 99 bytes: ours are short, so no extension is spoken.
*/
export const tarHeader = (member: NewMember): Buffer => {
	const header = Buffer.alloc(512);
	writeText(header, 0, 100, `./${member.path}${member.type === 'folder' ? '/' : ''}`);
	writeOctal(header, 100, 8, member.mode);
	writeOctal(header, 108, 8, member.uid ?? 0);
	writeOctal(header, 116, 8, member.gid ?? 0);
	writeOctal(header, 124, 12, member.type === 'file' ? member.size : 0);
	writeOctal(header, 136, 12, SOURCE_DATE_EPOCH);
	header.write({file: '0', link: '2', folder: '5'}[member.type], 156);
	writeText(header, 157, 100, member.type === 'link' ? member.target : '');
	header.write('ustar\x0000', 257);
	header.fill(0x20, 148, 156);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return header;
};

/** The zeros that fill a content of `size` bytes up to whole blocks. */
export const tarPadding = (size: number): Buffer => Buffer.alloc(-size & 511);

/** What an archive ends with. */
export const tarEnd: Buffer = Buffer.alloc(1024);

const writeText = (header: Buffer, offset: number, length: number, text: string): void => {
	if (Buffer.byteLength(text) >= length) {
		throw new RangeError(`"${text}" is longer than ${length - 1} bytes`);
	}

	header.write(text, offset);
};

const writeOctal = (header: Buffer, offset: number, length: number, value: number): void => {
	header.write(value.toString(8).padStart(length - 1, '0'), offset);
};
