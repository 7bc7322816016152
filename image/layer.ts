import {randomBytes} from 'node:crypto';
import {mkdir, readdir, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {damageOf, writeSums} from './file-sums.ts';
import {lock} from './lock.ts';

/**
A folder of the cache that is either whole or not there: made under another name, measured, and renamed when `make` returns. One that is there is looked at before it is used, cheaply (`damageOf`); a damaged one is thrown away and made anew.

@param folder - Its final place, `<kind>/<key>`: one key, one content.
@param make - Fills the folder it is given with files; thrown errors leave nothing behind.
@param onWait - Called once when another process is making it.
@param onDamage - Told in words what is wrong with the one that was found.
@returns Whether it had to be made.
*/
export const ensureLayer = async (
	folder: string,
	make: (folder: string) => Promise<void>,
	{
		signal,
		onWait,
		onDamage = () => {},
	}: {
		readonly signal: AbortSignal;
		readonly onWait?: () => void;
		readonly onDamage?: (damage: string) => void;
	},
): Promise<boolean> => {
	let told = '';
	// Asked twice: before the lock, and under it, lest the second to notice throw away what the first has made anew.
	const isWhole = async (): Promise<boolean> => {
		if (!(await isThere(folder))) {
			return false;
		}

		const damage = await damageOf(folder);
		if (damage !== undefined && damage !== told) {
			told = damage;
			onDamage(damage);
		}

		return damage === undefined;
	};

	if (await isWhole()) {
		return false;
	}

	using _ = await lock(`${folder}.lock`, {signal, ...(onWait && {onWait})});
	if (await isWhole()) {
		return false; // Whom we waited for has made it.
	}

	await rm(folder, {recursive: true, force: true}); // Who uses a damaged one keeps the files it has open.
	await removeLeftovers(folder); // We hold the lock, so whoever began these is dead.
	const partial = `${folder}.partial-${randomBytes(4).toString('hex')}`;
	try {
		await mkdir(partial);
		await make(partial);
		signal.throwIfAborted();
		await writeSums(partial);
		await rename(partial, folder);
	} catch (error) {
		await rm(partial, {recursive: true, force: true});
		throw error;
	}

	return true;
};

/** One line for the run: what is damaged, and that it is made anew. */
export const damageLine = (what: string, damage: string): string =>
	`${what} in the cache is damaged (${damage}): making it anew`;

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
