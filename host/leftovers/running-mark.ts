import {randomUUID} from 'node:crypto';
import {readdir, readFile, rm, rmdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {HarnessError} from '../harness-error.ts';
import {type ProcessEntry, processTable} from './process-table.ts';

/** The note a run leaves while it goes on, so that a later `gc` can tell what a dead one left from what a living one needs. */
export type RunningMark = {
	/** Of the harness. */
	readonly pid: number;
	readonly began: string;
	/** Folders whose paths stand in the command lines of what the run started. */
	readonly folders: readonly string[];
};

/**
Leave a mark for as long as the run goes on.

@param folder - Where marks are kept.
@returns Disposing takes the mark away, and the folder when it was the last.
@throws {HarnessError} If it cannot be written.
*/
export const leaveMark = async (
	folder: string,
	{pid, folders}: Omit<RunningMark, 'began'>,
): Promise<AsyncDisposable> => {
	const self = (await processTable()).find(entry => entry.pid === pid);
	const file = join(folder, `${pid}-${randomUUID()}.json`); // The number may be in use in another container too.
	const write = async (): Promise<void> => {
		await makeFolder(folder);
		await writeFile(file, JSON.stringify({pid, began: self?.began ?? '', folders} satisfies RunningMark));
	};
	try {
		// The last run to end takes the folder away, which may be between the two steps.
		await write().catch(async (error: NodeJS.ErrnoException) => {
			await (error.code === 'ENOENT' ? write() : Promise.reject(error));
		});
	} catch (cause) {
		throw new HarnessError(
			`Temporary files cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
			{
				hint: 'Let TMPDIR name a folder that you may write to.',
				cause,
			},
		);
	}

	return {
		async [Symbol.asyncDispose]() {
			await rm(file, {force: true});
			await rmdir(folder).catch(() => undefined); // Others may have theirs in it.
		},
	};
};

/** The marks in a folder, those of living runs apart from those of dead ones; each with its file. */
export const readMarks = async (
	folder: string,
	table: readonly ProcessEntry[],
): Promise<{
	readonly alive: readonly RunningMark[];
	readonly dead: ReadonlyArray<RunningMark & {readonly file: string}>;
}> => {
	const names = await readdir(folder).catch(() => []);
	const marks = await Promise.all(
		names
			.filter(name => name.endsWith('.json'))
			.map(async name => {
				const file = join(folder, name);
				return {...parseMark(await readFile(file, 'utf8').catch(() => '')), file};
			}),
	);
	const isAlive = ({pid, began}: RunningMark): boolean =>
		table.some(entry => entry.pid === pid && entry.began === began);
	return {alive: marks.filter(mark => isAlive(mark)), dead: marks.filter(mark => !isAlive(mark))};
};

/** A mark that cannot be read was half-written by somebody who died: nobody. */
const parseMark = (text: string): RunningMark => {
	try {
		const {pid, began, folders} = JSON.parse(text);
		return {pid: Number(pid), began: String(began), folders: Array.isArray(folders) ? folders.map(String) : []};
	} catch {
		return {pid: 0, began: '', folders: []};
	}
};
