import {rename, rm, symlink} from 'node:fs/promises';
import {basename, join} from 'node:path';

/** Let `runs/latest` point to a run's folder. In one step, so that it is never missing; where links are impossible, it stays as it is. */
export const pointLatest = async (runsFolder: string, folder: string): Promise<void> => {
	const link = join(runsFolder, `.latest-${basename(folder)}`);
	try {
		await rm(link, {force: true});
		await symlink(basename(folder), link);
		await rename(link, join(runsFolder, 'latest'));
	} catch {
		await rm(link, {force: true}); // A convenience only: the run's own folder is printed anyway.
	}
};
