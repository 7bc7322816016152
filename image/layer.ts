import {randomBytes} from 'node:crypto';
import {mkdir, readdir, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {lock} from './lock.ts';

/**
A folder of the cache that is either whole or not there: made under another name, and renamed when `make` returns.

@param folder - Its final place, `<kind>/<key>`: one key, one content.
@param make - Fills the folder it is given; thrown errors leave nothing behind.
@param isWhole - Looks closer at a layer that is there; a damaged one is thrown away and made anew.
@param onWait - Called once when another process is making it.
@returns Whether it had to be made.
*/
export const ensureLayer = async (
	folder: string,
	make: (folder: string) => Promise<void>,
	{
		signal,
		onWait,
		isWhole = isThere,
	}: {
		readonly signal: AbortSignal;
		readonly onWait?: () => void;
		readonly isWhole?: (folder: string) => Promise<boolean>;
	},
): Promise<boolean> => {
	if (await isWhole(folder)) {
		return false;
	}

	using _ = await lock(`${folder}.lock`, {signal, ...(onWait && {onWait})});
	if (await isWhole(folder)) {
		return false; // Whom we waited for has made it.
	}

	await rm(folder, {recursive: true, force: true}); // Who uses a damaged one keeps the files it has open.
	await removeLeftovers(folder); // We hold the lock, so whoever began these is dead.
	const partial = `${folder}.partial-${randomBytes(4).toString('hex')}`;
	try {
		await mkdir(partial);
		await make(partial);
		signal.throwIfAborted();
		await rename(partial, folder);
	} catch (error) {
		await rm(partial, {recursive: true, force: true});
		throw error;
	}

	return true;
};

/** Whether a name in the cache is a layer in the making, or what is left of one. */
export const isPartial = (name: string): boolean => name.includes('.partial-');

const removeLeftovers = async (folder: string): Promise<void> => {
	const prefix = `${path.basename(folder)}.partial-`;
	for (const name of await readdir(path.dirname(folder))) {
		if (name.startsWith(prefix)) {
			await rm(path.join(path.dirname(folder), name), {recursive: true, force: true});
		}
	}
};

const isThere = async (folder: string): Promise<boolean> => {
	try {
		await stat(folder);
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return false;
		}

		throw error;
	}
};
