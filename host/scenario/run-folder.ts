import {mkdir, rename, rm, symlink} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {HarnessError} from '../harness-error.ts';

/** Make a run's own folder, `<time>-<scenario>`, and let `latest` point to it. Two runs in one second get two folders. @returns Its absolute path. */
export const makeRunFolder = async (runsFolder: string, scenario: string, startedAt: Date): Promise<string> => {
	const stamp = startedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
	try {
		await makeFolder(runsFolder);
		for (let attempt = 1; ; attempt++) {
			const folder = join(
				resolve(runsFolder),
				attempt === 1 ? `${stamp}-${scenario}` : `${stamp}-${scenario}-${attempt}`,
			);
			if (await isMade(folder)) {
				await pointLatest(runsFolder, folder);
				return folder;
			}
		}
	} catch (cause) {
		throw new HarnessError(`Could not make a folder for this run in ${runsFolder}: ${(cause as Error).message}.`, {
			hint: 'Choose another place with --runs DIR.',
			cause,
		});
	}
};

/** @returns Whether it was made; false when it was there. */
const isMade = async (folder: string): Promise<boolean> => {
	try {
		await mkdir(folder);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			return false;
		}

		throw error;
	}
};

/** A link is replaced by renaming over it, so that `latest` is never missing; runs at once leave the last one's. */
const pointLatest = async (runsFolder: string, folder: string): Promise<void> => {
	const fresh = join(runsFolder, `.latest-${basename(folder)}`);
	await rm(fresh, {force: true});
	await symlink(basename(folder), fresh);
	await rename(fresh, join(runsFolder, 'latest'));
};
