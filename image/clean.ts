import {rm} from 'node:fs/promises';
import {isPartial} from './layer.ts';
import {type CachedLayer, listLayers} from './list.ts';
import {lock} from './lock.ts';

/** What to remove: everything; or only what no run of today's sources will use, by what the caller keeps. */
export type CleaningPlan = {
	readonly cacheFolder: string;
	/** Whether to keep a layer. Leftovers of interrupted builds are never kept. */
	readonly keep: (layer: CachedLayer) => boolean;
};

/**
Remove layers from the cache. Keys stay: guests that run, and images made elsewhere with them, still know each other. Layers in the making stay too.

@returns What was removed.
*/
export const cleanCache = async (
	{cacheFolder, keep}: CleaningPlan,
	{signal}: {readonly signal: AbortSignal},
): Promise<CachedLayer[]> => {
	const unwanted = (await listLayers(cacheFolder)).filter(layer => layer.state === 'leftover' || !keep(layer));
	const removed: CachedLayer[] = [];
	for (const layer of unwanted) {
		if (await removeUnlessBusy(layer, {signal})) {
			removed.push(layer);
		}
	}

	return removed;
};

/** Who makes a layer holds its lock, and then its folder is a partial one. */
const removeUnlessBusy = async ({folder}: CachedLayer, {signal}: {readonly signal: AbortSignal}): Promise<boolean> => {
	const busy = new AbortController();
	try {
		using _ = await lock(`${isPartial(folder) ? folder.replace(/\.partial-.*/, '') : folder}.lock`, {
			signal: AbortSignal.any([signal, busy.signal]),
			onWait: () => busy.abort(),
		});
		await rm(folder, {recursive: true, force: true});
		return true;
	} catch (error) {
		if (busy.signal.aborted && !signal.aborted) {
			return false;
		}

		throw error;
	}
};
