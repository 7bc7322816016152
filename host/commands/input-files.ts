import {access, constants, stat} from 'node:fs/promises';
import {basename, resolve} from 'node:path';
import type {InputFile} from '../scenario/file-contents.ts';
import {UsageError} from './usage-error.ts';

/**
The user's files, checked before anything boots.

@param paths - As typed, relative to `folder`.
@returns Their names as byte strings: what is beyond ASCII is bytes of UTF-8.
@throws {UsageError} Names every file that cannot be used, and why.
*/
export const inputFiles = async (paths: readonly string[], folder: string): Promise<InputFile[]> => {
	const complaints = await Promise.all(paths.map(path => inputProblem(path, resolve(folder, path))));
	const twice = Map.groupBy(paths, path => basename(path));
	const clashes = [...twice]
		.filter(([, theirs]) => theirs.length > 1)
		.map(([name, theirs]) => `${theirs.join(' and ')}: peers know files by name alone, and these are both "${name}"`);
	const all = [...complaints.filter(complaint => complaint !== undefined), ...clashes];
	if (all.length > 0) {
		throw new UsageError(all.join('\n'), {
			hint: 'Give readable files with some bytes in them, each with a name of its own.',
		});
	}

	return paths.map(path => ({
		name: Buffer.from(basename(path)).toString('latin1'),
		source: {path: resolve(folder, path)},
	}));
};

/** Most bytes of one file: the guests' disks are small, and a run is to end. */
const MAX_FILE_BYTES = 2 ** 30;

const inputProblem = async (path: string, absolute: string): Promise<string | undefined> => {
	try {
		const found = await stat(absolute);
		if (!found.isFile()) {
			return `${path} is ${found.isDirectory() ? 'a folder' : 'no regular file'}`;
		}

		if (found.size === 0) {
			return `${path} is empty: in this protocol an empty file cannot be told from an error, so it could never arrive`;
		}

		if (found.size > MAX_FILE_BYTES) {
			return `${path} has more than 1 GiB`;
		}

		await access(absolute, constants.R_OK);
		return undefined;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		return `${path} cannot be read: ${reasons[code] ?? code}`;
	}
};

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EACCES: 'you may not read it',
	ENOTDIR: 'a part of its path is not a folder',
	ELOOP: 'its links lead in a circle',
	ENAMETOOLONG: 'its name is too long',
};
