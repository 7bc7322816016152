import {stat} from 'node:fs/promises';
import {ensureLayer} from '../../image/layer.ts';
import {damageOf, writeSums} from './file-sums.ts';

/**
A folder of the cache whose every byte is as it was made: found and checked, or made.

Two runs at once make it once. One that was left half made is not there; one that is damaged is thrown away and made anew.

@param names - The files `make` leaves behind and that shall be guarded.
@param make - Fills the folder it is given.
*/
export const ensureWholeFolder = async (
	folder: string,
	names: readonly string[],
	make: (folder: string) => Promise<void>,
	{
		signal,
		onWait,
		onDamage = () => {},
	}: {
		readonly signal: AbortSignal;
		/** Called once when another run is making it. */
		readonly onWait?: () => void;
		/** Told in words what is wrong with the one that was found. */
		readonly onDamage?: (damage: string) => void;
	},
): Promise<void> => {
	let told = '';
	const makeWithSums = async (partial: string): Promise<void> => {
		await make(partial);
		await writeSums(partial, names);
	};
	// Asked twice: before the lock, and under it, lest the second to notice throw away what the first has made anew.
	const isWhole = async (): Promise<boolean> => {
		if (!(await isThere(folder))) {
			return false;
		}

		const damage = await damageOf(folder, names);
		if (damage !== undefined && damage !== told) {
			told = damage;
			onDamage(damage);
		}

		return damage === undefined;
	};
	await ensureLayer(folder, makeWithSums, {signal, isWhole, ...(onWait && {onWait})});
};

const isThere = (folder: string): Promise<boolean> =>
	stat(folder).then(
		() => true,
		() => false,
	);
