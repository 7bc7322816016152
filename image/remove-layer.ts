import {rm} from 'node:fs/promises';
import {lock} from './lock.ts';

/**
Remove a layer from the cache, or what an interrupted build left of one, unless somebody makes it at this moment.

@returns Whether it was removed.
*/
export const removeLayer = async (folder: string, {signal}: {readonly signal: AbortSignal}): Promise<boolean> => {
	const busy = new AbortController();
	try {
		// Who makes a layer holds its lock, and then its folder is a partial one.
		using _ = await lock(`${folder.replace(/\.partial-.*/, '')}.lock`, {
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
