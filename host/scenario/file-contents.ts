import {createCipheriv, createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {digestText, digestTextWithoutAt} from '../../guest/protocol/digest.ts';

/** The bytes of a file to share. Made-up ones depend on seed, name, size and variant alone, so everybody who shares a name shares the same; their digest is the same text in both spellings (docs/protocol.md, section 5.3), which is a property of its own. */
export const fileContents = async (
	file: string,
	source: FileSource,
	{seed}: {readonly seed: number},
): Promise<Buffer> => {
	if ('bytes' in source) {
		return Buffer.from(source.bytes);
	}

	if ('path' in source) {
		return readFile(source.path);
	}

	for (let attempt = 0; ; attempt++) {
		const key = createHash('sha256')
			.update(JSON.stringify([seed, file, source.variant ?? '', ...(attempt === 0 ? [] : [attempt])]))
			.digest();
		// A stream cipher over zeros: as good as random for compression and digests, at gigabytes a second.
		const bytes = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(source.kib * 1024));
		const md5 = createHash('md5').update(bytes).digest();
		if (digestText(md5) === digestTextWithoutAt(md5)) {
			return bytes;
		}
	}
};

/** Where the bytes of a file come from. `kib` is made from the run's seed, the file's name and the variant: the same for everybody who shares that name. */
export type FileSource =
	| {readonly kib: number; readonly variant?: string}
	| {readonly path: string}
	| {readonly bytes: Uint8Array};

/** A file to share; `name` is a byte string. */
export type InputFile = {readonly name: string; readonly source: FileSource};
