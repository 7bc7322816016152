import {access, constants, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {HarnessError} from '../harness-error.ts';

/**
Make sure that something can be kept in the cache, before anything is made for it.

@throws {HarnessError} If the folder, or one in it (made by another user, say root), cannot be written to.
*/
export const requireCache = async (folder: string): Promise<void> => {
	await makeFolder(folder).catch(refuse(folder));
	for (const entry of ['', ...(await readdir(folder).catch(refuse(folder)))]) {
		const path = join(folder, entry);
		await access(path, constants.W_OK).catch(refuse(path));
	}
};

const refuse =
	(path: string) =>
	(cause: NodeJS.ErrnoException): never => {
		throw new HarnessError(`The cache cannot be written to: ${path} (${cause.code}).`, {
			hint: 'Let XDG_CACHE_HOME name a folder of yours, or give this one back to you: sudo chown -R "$(id -u)" FOLDER',
			cause,
		});
	};
