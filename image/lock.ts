import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {setTimeout as pause} from 'node:timers/promises';
import {makeFolder} from '../guest/net/make-folder.ts';
import {ImageError} from './image-error.ts';

/** SQLite's primary result code, in the low byte of the extended one. */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/**
Hold a name on this machine against every other process, and against other holders in this one.

The lock is the exclusive transaction of an empty SQLite database: of the locks Node can take, it is the one that the kernel itself drops when its holder dies, however that happens. So there is no stale lock to recognise.

@param file - Made when absent, and left in place: whoever waits may hold it open.
@param onWait - Called once, when somebody else holds it.
@returns The lock; disposing lets it go.
@throws The signal's reason, if it aborts first.
@throws {ImageError} If the file cannot be locked: no permission, a full or broken disk, a file system without locks, something else in its place.
*/
export const lock = async (
	file: string,
	{signal, onWait}: {readonly signal: AbortSignal; readonly onWait?: () => void},
): Promise<Disposable> => {
	await makeFolder(path.dirname(file));
	const database = open(file);
	try {
		for (let waited = false; !begin(database, file); waited = true) {
			if (!waited) {
				onWait?.();
			}

			// File locks have no event to wait for.
			await pause(100, undefined, {signal});
		}
	} catch (error) {
		database.close();
		throw error;
	}

	return {[Symbol.dispose]: () => database.close()};
};

const open = (file: string): DatabaseSync => {
	try {
		return new DatabaseSync(file, {timeout: 0});
	} catch (error) {
		throw refusal(file, error);
	}
};

const begin = (database: DatabaseSync, file: string): boolean => {
	try {
		database.exec('BEGIN EXCLUSIVE');
		return true;
	} catch (error) {
		if (codeOf(error) === SQLITE_BUSY) {
			return false;
		}

		throw refusal(file, error);
	}
};

const codeOf = (error: unknown): number | undefined =>
	error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 255 : undefined;

/** What SQLite refuses, as an error that is expected; anything else as it is. */
const refusal = (file: string, error: unknown): unknown => {
	const code = codeOf(error);
	if (code === undefined || !(error instanceof Error)) {
		return error;
	}

	return new ImageError(`${file} cannot be locked: ${error.message}`, {
		hint:
			code === SQLITE_NOTADB
				? 'Something else stands there: remove it.'
				: 'Let this user write it, on a disk with room and a file system with locks. The cache is below XDG_CACHE_HOME.',
		cause: error,
	});
};
