import {HarnessError} from './harness-error.ts';

/** A problem in words: what happened, and what the reader can do. */
export type Problem = {readonly message: string; readonly hint?: string};

/**
What ended the work, told to whoever started it. What the surroundings refuse is expected and has a hint; only what nobody expects is called a bug, with its stack.

@param error - Anything thrown.
*/
export const describeProblem = (error: unknown): Problem => {
	const [first] = rootsOf(error);
	if (first instanceof HarnessError) {
		return first.hint === undefined ? {message: first.message} : {message: first.message, hint: first.hint};
	}

	const refusal = isSystemError(first) ? refusalOf(first) : undefined;
	if (refusal !== undefined) {
		return refusal;
	}

	const stack = error instanceof Error ? error.stack : String(error);
	return {message: `this is a bug of OSP2P, not of what it tests.\n${stack}`};
};

/** What was thrown first, where taking things down threw more. Where parts are of several kinds, one that nobody expects comes first. */
const rootsOf = (error: unknown): readonly unknown[] => {
	if (error instanceof SuppressedError) {
		return rootsOf(error.suppressed);
	}

	if (error instanceof AggregateError && error.errors.length > 0) {
		const roots = error.errors.flatMap(one => rootsOf(one));
		return roots.toSorted((one, other) => Number(isExpected(one)) - Number(isExpected(other)));
	}

	return [error];
};

const isExpected = (error: unknown): boolean =>
	error instanceof HarnessError || (isSystemError(error) && refusalOf(error) !== undefined);

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
	error instanceof Error && 'code' in error && 'syscall' in error && typeof error.syscall === 'string';

const refusalOf = ({code = '', syscall = '', path, message}: NodeJS.ErrnoException): Problem | undefined => {
	const program = /^spawn (?<name>.+)$/.exec(syscall)?.groups?.['name'];
	if (program !== undefined && code === 'ENOENT') {
		return {
			message: `There is no program "${program}".`,
			hint: 'Install it, or put its folder into PATH; `scripts/osp2p doctor` tells what is missing.',
		};
	}

	if (syscall === 'uv_cwd') {
		return {message: 'The folder you are in is gone.', hint: 'Change into one that exists, and try again.'};
	}

	const of = REFUSALS[code];
	if (of === undefined || (path === undefined && !of.withoutPath)) {
		return undefined;
	}

	const [, reason = message] = /^[A-Z\d]+: (.*?), /.exec(message) ?? [];
	return {message: `${path ?? 'A file'} cannot be used: ${reason} (${code}, ${syscall}).`, hint: of.hint};
};

const PLACES =
	'The cache is below XDG_CACHE_HOME, temporary files are below TMPDIR, runs go where --runs or --out says';

const PATH = 'Look at each part of this path: what is it, and where does it lead?';

/**
What a system refuses, and what to do. Most are only believed of a path: an `EINVAL` of anything else is a bug.

@see errno(3)
*/
const REFUSALS: Readonly<Record<string, {readonly hint: string; readonly withoutPath?: true}>> = {
	EACCES: {hint: `Let this user read and write it, or choose another place. ${PLACES}.`},
	EPERM: {hint: `Let this user read and write it, or choose another place. ${PLACES}.`},
	EROFS: {hint: `Choose a place that can be written. ${PLACES}.`},
	ENOENT: {hint: `It was expected to be there: was it removed meanwhile? ${PLACES}.`},
	ENOTDIR: {hint: PATH},
	EISDIR: {hint: PATH},
	EEXIST: {hint: PATH},
	ENOTEMPTY: {hint: 'Somebody else writes into this folder meanwhile: try again, or choose another place.'},
	EBUSY: {hint: 'Somebody else uses it meanwhile: try again, or choose another place.'},
	EXDEV: {hint: 'Let both be on one file system: no mount point inside of the cache or of a run folder.'},
	ETXTBSY: {hint: 'Somebody else uses it meanwhile: try again.'},
	ELOOP: {hint: PATH},
	EINVAL: {hint: 'This file system does not take what was asked of it: choose a place on another one.'},
	EOPNOTSUPP: {hint: 'This file system does not take what was asked of it: choose a place on another one.'},
	ENOTSUP: {hint: 'This file system does not take what was asked of it: choose a place on another one.'},
	ENAMETOOLONG: {hint: `Choose a place with a shorter path. ${PLACES}.`},
	EFBIG: {hint: 'Raise the limit for the size of files (ulimit -f), or choose another file system.', withoutPath: true},
	ENOSPC: {hint: `Make room on its disk, or choose another place. ${PLACES}.`, withoutPath: true},
	EDQUOT: {hint: `Your quota is used up: make room, or choose another place. ${PLACES}.`, withoutPath: true},
	EIO: {hint: 'The disk below it fails: see what the kernel says (dmesg).'},
	ESTALE: {hint: 'The network file system below it was taken away: mount it again.'},
	EMFILE: {hint: 'Raise the limit for open files (ulimit -n), or run fewer at a time with --jobs.', withoutPath: true},
	ENFILE: {hint: 'The system has no open files left: end something else, or raise fs.file-max.', withoutPath: true},
	EAGAIN: {hint: 'Raise the limit for processes (ulimit -u), or run fewer at a time with --jobs.', withoutPath: true},
	ENOMEM: {hint: 'Free some memory, or run fewer at a time with --jobs.', withoutPath: true},
};
