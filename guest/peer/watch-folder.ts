import {watch} from 'node:fs';
import type {Tell} from './peer-event.ts';
import type {SharedFolder} from './shared-folder.ts';
import type {Shelf} from './shelf.ts';
import {because} from './transfer-error.ts';
import {Trouble} from './trouble.ts';
import {WakeUp} from './wake-up.ts';

/** Changes come in bursts (a copy is many writes); this long after the first one we look, in milliseconds. */
const SETTLE_MS = 200;

/**
Keep the shelf like the folder, until the signal aborts: looks at once, after every change the system tells of, and every so often, for systems that tell nothing (network file systems).
*/
export const watchFolder = async (
	folder: Pick<SharedFolder, 'watchPath'>,
	shelf: Pick<Shelf, 'rescan'>,
	{everyMs, tell, signal}: {readonly everyMs: number; readonly tell: Tell; readonly signal: AbortSignal},
): Promise<void> => {
	const changed = new WakeUp();
	const trouble = new Trouble(tell);
	const pause = new WakeUp(); // Nobody rings it: it only waits.
	try {
		const watcher = watch(await folder.watchPath(), {signal, persistent: false}, () => changed.ring());
		watcher.on('error', () => undefined); // The looks every so often go on.
	} catch (error) {
		tell({
			event: 'warning',
			text: `the folder is not watched, only looked at every ${everyMs / 1000} s: ${because(error)}`,
		});
	}

	while (!signal.aborted) {
		let isSettled = true;
		try {
			isSettled = await shelf.rescan({signal});
			trouble.note('look', undefined);
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			trouble.note('look', `the folder cannot be looked through: ${because(error)}`);
		}

		await changed.wait({atMostMs: isSettled ? everyMs : SETTLE_MS, signal});
		await pause.wait({atMostMs: SETTLE_MS, signal});
	}
};
