import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Largest file an attacker loads, in bytes: it keeps them all in memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The regular files of a folder by name (a byte string); none without a folder. */
export const loadFolder = async (folder: string | undefined): Promise<ReadonlyMap<string, Buffer>> => {
	const files = new Map<string, Buffer>();
	if (folder === undefined) {
		return files;
	}

	for (const entry of await readdir(Buffer.from(folder), {withFileTypes: true, encoding: 'buffer'})) {
		if (entry.isFile()) {
			const bytes = await readFile(Buffer.concat([Buffer.from(join(folder, '/')), entry.name]));
			files.set(entry.name.toString('latin1'), bytes.subarray(0, MAX_FILE_BYTES));
		}
	}

	return files;
};
