import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {setTimeout as pause} from 'node:timers/promises';
import {makeFolder} from '../guest/net/make-folder.ts';

const SQLITE_BUSY = 5;

/**
Hold a name on this machine against every other process, and against other holders in this one.

The lock is the exclusive transaction of an empty SQLite database: of the locks Node can take, it is the one that the kernel itself drops when its holder dies, however that happens. So there is no stale lock to recognise.

@param file - Made when absent, and left in place: whoever waits may hold it open.
@param onWait - Called once, when somebody else holds it.
@returns The lock; disposing lets it go.
@throws The signal's reason, if it aborts first.
*/
export const lock = async (
	file: string,
	{signal, onWait}: {readonly signal: AbortSignal; readonly onWait?: () => void},
): Promise<Disposable> => {
	await makeFolder(path.dirname(file));
	const database = new DatabaseSync(file, {timeout: 0});
	try {
		for (let waited = false; !begin(database); waited = true) {
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

const begin = (database: DatabaseSync): boolean => {
	try {
		database.exec('BEGIN EXCLUSIVE');
		return true;
	} catch (error) {
		if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
			return false;
		}

		throw error;
	}
};
