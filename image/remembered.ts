import {randomUUID} from 'node:crypto';
import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {crc32} from 'node:zlib';
import {makeFolder} from '../guest/net/make-folder.ts';

/**
Keep a small answer in the cache, with a checksum. One that cannot be kept is found out again the next time.

@param value - Plain JSON.
*/
export const remember = async (file: string, value: unknown): Promise<void> => {
	const text = JSON.stringify(value);
	// Renamed into place: whoever reads at the same time sees all of it or nothing.
	const partial = `${file}.${randomUUID()}`;
	try {
		await makeFolder(path.dirname(file));
		await writeFile(partial, `${JSON.stringify({value, crc32: crc32(text)})}\n`);
		await rename(partial, file);
	} catch {
		await rm(partial, {force: true}).catch(() => {});
	}
};

/** @returns What was kept; undefined when nothing was, or when it is not as it was written. */
export const recall = async (file: string): Promise<unknown> => {
	try {
		const {value, crc32: sum} = JSON.parse(await readFile(file, 'utf8'));
		return crc32(JSON.stringify(value)) === sum ? value : undefined;
	} catch {
		return undefined;
	}
};
