import {createCipheriv, createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import type {FileSource} from './file-source.ts';

/** The bytes of a file to share. Made-up ones depend on seed, name, size and variant alone, so everybody who shares a name shares the same. */
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

	const key = createHash('sha256')
		.update(JSON.stringify([seed, file, source.variant ?? '']))
		.digest();
	// A stream cipher over zeros: as good as random for compression and digests, at gigabytes a second.
	return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(source.kib * 1024));
};
