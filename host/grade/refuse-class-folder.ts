import {readdir} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {HarnessError} from '../harness-error.ts';

/**
See whether a folder that was named as a submission is the folder of a class: no Makefile and no lone program in it, but several folders, or archives, of which each could be one.

@throws {HarnessError} If it is; the hint is the command that was meant.
*/
export const refuseClassFolder = async (paths: readonly string[], workingFolder: string): Promise<void> => {
	for (const path of paths) {
		const folder = resolve(workingFolder, path);
		const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
		const visible = entries.filter(({name}) => !name.startsWith('.'));
		const archives = visible.filter(entry => entry.isFile() && ARCHIVE.test(entry.name));
		const folders = visible.filter(entry => entry.isDirectory());
		const hasFiles = visible.some(entry => entry.isFile() && !ARCHIVE.test(entry.name));
		const ofStudents = await Promise.all(folders.map(({name}) => looksHandedIn(join(folder, name))));
		if (!hasFiles && archives.length + ofStudents.filter(Boolean).length > 1) {
			throw new HarnessError(`${path} looks like the folder of a class: it would be graded as one submission.`, {
				hint: `Name what is in it: grade ${path.replace(/\/+$/, '')}/*`,
			});
		}
	}
};

const ARCHIVE = /\.(?:tar|tgz|txz|tbz2|zip|tar\.\w+)$/i;

/** A folder with something that builds or starts right in it. */
const looksHandedIn = async (folder: string): Promise<boolean> => {
	const names = await readdir(folder).catch(() => []);
	return names.some(name => /^(?:gnu)?makefile$/i.test(name) || ARCHIVE.test(name) || /peer|tracker/i.test(name));
};
