import {mkdir, stat} from 'node:fs/promises';
import {dirname} from 'node:path';

/**
Make a folder, and those above it that are missing; one that is there is fine.

Node's own way to do that, `recursive: true`, never returns where the file system says ENOENT to every new folder, as /proc does (Node 26.10, `MKDirpSync` in src/node_file.cc).

@param path - As text, or as bytes.
@param mode - Of the folder itself, where it is made.
@throws {NodeJS.ErrnoException} What mkdir(2) refuses.
*/
export const makeFolder = async (path: string | Buffer, {mode}: {readonly mode?: number} = {}): Promise<void> => {
	try {
		await makeOne(path, mode);
	} catch (error) {
		const parent = parentOf(path);
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || String(parent) === String(path)) {
			throw error;
		}

		await makeFolder(parent);
		await makeOne(path, mode);
	}
};

const makeOne = async (path: string | Buffer, mode: number | undefined): Promise<void> => {
	try {
		await mkdir(path, {mode});
	} catch (error) {
		const found = await stat(path).catch(() => undefined);
		if (!found?.isDirectory()) {
			throw error;
		}
	}
};

const parentOf = (path: string | Buffer): string | Buffer =>
	typeof path === 'string' ? dirname(path) : Buffer.from(dirname(path.toString('latin1')), 'latin1');
