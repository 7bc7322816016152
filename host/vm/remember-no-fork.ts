import {randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {CannotForkError} from './cannot-fork-error.ts';

/** How long it is believed that guests cannot be forked here, in milliseconds: a day. The reason may have been one that passes, a full disk. */
const BELIEVED_MS = 24 * 60 * 60 * 1000;

/**
Do what shows whether guests can be forked, unless it has shown lately that they cannot: finding that out takes the boot of a guest.

@param key - The template's: everything that could make the answer another one.
@throws {CannotForkError} At once, when it is remembered; else as `attempt` does.
*/
export const rememberNoFork = async <Value>(
	key: string,
	attempt: () => Promise<Value>,
	{cacheFolder, now}: {readonly cacheFolder: string; readonly now: () => number},
): Promise<Value> => {
	const file = path.join(cacheFolder, 'accelerator', `no-fork-${key}`);
	const remembered = await remembers(file, now());
	if (remembered !== undefined) {
		throw new CannotForkError(remembered);
	}

	try {
		return await attempt();
	} catch (error) {
		if (error instanceof CannotForkError) {
			await mkdir(path.dirname(file), {recursive: true});
			const partial = `${file}.${randomUUID()}`; // A process number may be in use in another container too.
			await writeFile(partial, error.message);
			await rename(partial, file);
		}

		throw error;
	}
};

const remembers = async (file: string, now: number): Promise<string | undefined> => {
	try {
		const {mtimeMs} = await stat(file);
		return now - mtimeMs < BELIEVED_MS ? await readFile(file, 'utf8') : undefined;
	} catch {
		return undefined; // Never seen.
	}
};
