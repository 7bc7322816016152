import {readdir, stat, utimes} from 'node:fs/promises';
import path from 'node:path';
import {isPartial} from './layer.ts';
import {removeLayer} from './remove-layer.ts';

/** Layers of one kind that are kept, however long nobody has used them. */
const MOST = 8;

/** One used within this time is never forgotten, in milliseconds: a run may still be starting from it. */
const IN_USE_MS = 60 * 60 * 1000;

/**
Note that a layer is used, and remove those of its kind that were used longest ago. Each edit of a program makes a new disk and a new template of 250 MiB each: a day's work would fill the host's disk.

@param folder - Its final place, `<kind>/<key>`. When it was last used is its time of access.
@param nowMs - Milliseconds since 1970.
*/
export const forgetLayers = async (
	folder: string,
	{nowMs, signal}: {readonly nowMs: number; readonly signal: AbortSignal},
): Promise<void> => {
	await utimes(folder, nowMs / 1000, (await stat(folder)).mtimeMs / 1000);
	const kind = path.dirname(folder);
	const layers = (await readdir(kind, {withFileTypes: true}))
		.filter(entry => entry.isDirectory() && !isPartial(entry.name))
		.map(({name}) => path.join(kind, name));
	const uses = await Promise.all(layers.map(async layer => ({layer, usedMs: await usedMs(layer)})));
	for (const {layer, usedMs} of uses.sort((a, b) => b.usedMs - a.usedMs).slice(MOST)) {
		if (nowMs - usedMs > IN_USE_MS) {
			await removeLayer(layer, {signal});
		}
	}
};

/** One that is gone meanwhile, since another run forgets too, was used never. */
const usedMs = async (folder: string): Promise<number> => {
	try {
		return (await stat(folder)).atimeMs;
	} catch {
		return 0;
	}
};
