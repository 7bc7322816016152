import {type CachedLayer, listLayers} from './list.ts';
import {removeLayer} from './remove-layer.ts';

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
		if (await removeLayer(layer.folder, {signal})) {
			removed.push(layer);
		}
	}

	return removed;
};
