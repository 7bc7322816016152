import {rm} from 'node:fs/promises';
import {cleanCache} from '../../image/clean.ts';
import {listLayers} from '../../image/list.ts';
import {findLeftovers} from '../leftovers/leftovers.ts';
import {processTable} from '../leftovers/process-table.ts';
import {readMarks} from '../leftovers/running-mark.ts';
import {EXIT} from '../scenario/result.ts';
import {marksFolder} from './marks-folder.ts';
import type {Surroundings} from './surroundings.ts';

/**
What `gc` does. Nothing of a living run is touched, whoever started it.

@returns 0.
*/
export const collectGarbage = async (
	{dryRun}: {readonly dryRun: boolean},
	surroundings: Surroundings,
): Promise<number> => {
	const {cacheFolder, temporaryFolder, uid, print, kill, signal, now} = surroundings;
	const table = await processTable();
	const marks = await readMarks(marksFolder(surroundings), table);
	const found = await findLeftovers({table, marks, temporary: temporaryFolder, uid, now: now()});
	const say = (what: string): void => print(`${dryRun ? 'would remove' : 'removed'} ${what}\n`);

	for (const {pid, command} of found.processes) {
		if (!dryRun) {
			kill(pid);
		}

		say(`process ${pid}: ${command.slice(0, 100)}`);
	}

	for (const path of [...found.folders, ...found.marks]) {
		if (!dryRun) {
			await rm(path, {recursive: true, force: true});
		}

		say(path);
	}

	// Those that a living build holds are listed too, and stay.
	const halfBuilt = dryRun
		? (await listLayers(cacheFolder)).filter(({state}) => state === 'leftover')
		: await cleanCache({cacheFolder, keep: () => true}, {signal});
	for (const {folder} of halfBuilt) {
		say(folder);
	}

	if (found.processes.length + found.folders.length + found.marks.length + halfBuilt.length === 0) {
		print('Nothing was left behind.\n');
	}

	return EXIT.held;
};
