import {ImageError} from './image-error.ts';

/**
What the host's file system refused, as an expected error: what, where, and what to do.

@param error - Anything that was thrown.
@returns undefined, when it is something else.
*/
export const cacheProblem = (error: unknown, cacheFolder: string): ImageError | undefined => {
	if (!(error instanceof Error)) {
		return undefined;
	}

	const code = codeOf(error);
	const hint = code === undefined ? undefined : HINTS[code];
	return hint === undefined
		? undefined
		: new ImageError(`the cache in ${cacheFolder} cannot be used: ${error.message}`, {hint, cause: error});
};

/** Words of a program that met a full disk. */
export const saysDiskFull = (text: string): boolean => /no space left on device|disk quota exceeded/i.test(text);

/** What to do about a full disk. */
export const FULL_DISK_HINT =
	'The disk is full: `scripts/osp2p image list` shows what the cache takes, `scripts/osp2p image clean` frees it; or set XDG_CACHE_HOME to a folder on another disk.';

const MAY_NOT_WRITE = 'Make it yours (chown, chmod), or set XDG_CACHE_HOME to a folder that you may write to.';
const NO_FOLDER =
	'Something else stands where a folder should be. Move it away, or set XDG_CACHE_HOME to another folder.';

const HINTS: Readonly<Record<string, string>> = {
	ENOSPC: FULL_DISK_HINT,
	EDQUOT: FULL_DISK_HINT,
	EACCES: MAY_NOT_WRITE,
	EPERM: MAY_NOT_WRITE,
	EROFS: MAY_NOT_WRITE,
	ENOTDIR: NO_FOLDER,
	EEXIST: NO_FOLDER,
	EISDIR: NO_FOLDER,
	ELOOP: NO_FOLDER,
	ENAMETOOLONG: 'Set XDG_CACHE_HOME to a folder with a shorter path.',
	EIO: 'The disk cannot be read or written. Look after it, or set XDG_CACHE_HOME to a folder on another one.',
};

/** @see https://sqlite.org/rescode.html */
const SQLITE: Readonly<Record<number, string>> = {8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES', 26: 'EEXIST'};

/** The system's name for what went wrong: a lock is a database, and says it by a number. */
const codeOf = (error: Error): string | undefined => {
	if ('errcode' in error && typeof error.errcode === 'number') {
		return SQLITE[error.errcode % 256];
	}

	return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
};
