import {lstat, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {ProcessEntry} from './process-table.ts';
import type {RunningMark} from './running-mark.ts';

/** What earlier runs left behind. */
export type Leftovers = {
	readonly processes: readonly ProcessEntry[];
	readonly folders: readonly string[];
	/** Marks of dead runs. */
	readonly marks: readonly string[];
};

/** What is looked through for leftovers. */
export type Scene = {
	readonly table: readonly ProcessEntry[];
	readonly marks: {
		readonly alive: readonly RunningMark[];
		readonly dead: ReadonlyArray<RunningMark & {readonly file: string}>;
	};
	/** Where our temporary folders are made, all named `osp2p-…`. */
	readonly temporary: string;
	/** Ours and nobody else's: another user's folders are not touched. */
	readonly uid: number | undefined;
	readonly now: Date;
};

/**
Find what dead runs left: processes that name a dead run's folder or a temporary folder of ours, and those folders. What a living run may use is not among it.
*/
export const findLeftovers = async ({table, marks, temporary, uid, now}: Scene): Promise<Leftovers> => {
	const kept = marks.alive.flatMap(({folders}) => folders);
	const theirs = (command: string, folders: readonly string[]): boolean =>
		folders.some(folder => command.includes(folder));
	const dead = marks.dead.flatMap(({folders}) => folders).filter(folder => folder.length > 1);
	const processes = table.filter(({command}) => ours.test(command) && theirs(command, dead) && !theirs(command, kept));
	// A living run may have made any of the temporary folders, so with one there all stay.
	const folders = marks.alive.length > 0 ? [] : await temporaryFolders(temporary, {uid, now});
	const used = folders.filter(folder =>
		table.some(entry => entry.command.includes(folder) && !processes.includes(entry)),
	);
	const pools = await Promise.all(dead.filter(folder => !kept.includes(folder)).map(guestFolders));
	return {
		processes,
		folders: [...folders.filter(folder => !used.includes(folder)), ...pools.flat()],
		marks: marks.dead.map(({file}) => file),
	};
};

/** Disks and consoles of guests that the runs of a suite shared. */
const guestFolders = async (runsFolder: string): Promise<string[]> =>
	(await readdir(runsFolder).catch(() => []))
		.filter(name => name.startsWith('.guests-'))
		.map(name => join(runsFolder, name));

/** Tests make such folders too, and leave no mark; none of them takes so long, in milliseconds. */
const YOUNG_MS = 15 * 60_000;

/** What runs start; somebody who reads a run's log names its folder too. */
const ours = /^(\S*\/)?qemu-system-|^(\S*\/)?osp(peer|tracker)\b|guest\/(peer|tracker)\/main\.ts/;

const temporaryFolders = async (temporary: string, {uid, now}: Pick<Scene, 'uid' | 'now'>): Promise<string[]> => {
	const names = (await readdir(temporary)).filter(
		name => name.startsWith('osp2p-') && !name.startsWith('osp2p-running-'),
	);
	const found = await Promise.all(
		names.map(async name => {
			const path = join(temporary, name);
			const stats = await lstat(path).catch(() => undefined);
			const isOld = stats !== undefined && now.getTime() - stats.mtimeMs > YOUNG_MS;
			return isOld && stats.isDirectory() && (uid === undefined || stats.uid === uid) ? path : undefined;
		}),
	);
	return found.filter(path => path !== undefined);
};
