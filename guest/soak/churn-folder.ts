import {readdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {WakeUp} from '../peer/wake-up.ts';

/** Files a folder keeps: what is downloaded beyond is removed, so that what grows is no folder. */
const KEPT_FILES = 100;

/** Changes a folder as people and programs do, until the signal aborts: new files, others under old names, removed ones. */
export const churnFolder = async (
	folder: string,
	{random, signal, count}: {readonly random: () => number; readonly signal: AbortSignal; readonly count: () => void},
): Promise<void> => {
	const bell = new WakeUp();
	while (!signal.aborted) {
		const name = `churn-${Math.floor(random() * 30)}`;
		await writeFile(join(folder, name), Buffer.alloc(1 + Math.floor(random() ** 3 * 300_000), name));
		const names = (await readdir(folder)).filter(other => !other.startsWith('.'));
		for (const other of names.slice(0, Math.max(1, names.length - KEPT_FILES))) {
			await rm(join(folder, other), {force: true});
		}

		count();
		await bell.wait({atMostMs: 50, signal});
	}
};
