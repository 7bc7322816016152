import {readFile, stat} from 'node:fs/promises';
import {basename, resolve} from 'node:path';
import {buffer} from 'node:stream/consumers';
import {create} from 'tar';
import {HarnessError} from '../harness-error.ts';
import {ProgramError} from './program-error.ts';
import {formatOf} from './submission-format.ts';

/** What somebody handed in, read on the host and not yet looked at by any node. */
export type SubmissionFiles =
	/** One file that can be started as it is. */
	| {readonly kind: 'file'; readonly name: string; readonly bytes: Buffer}
	/** A folder as a tar archive, or an archive of any format that a guest unpacks. */
	| {readonly kind: 'archive'; readonly bytes: Buffer};

/**
Read a submission.

@param path - An executable, a script, a folder, or an archive (tar, tar.gz, tar.xz, tar.bz2, tar.zst, zip).
@throws {ProgramError} If it is none of them: a finding about what was handed in.
@throws {HarnessError} If it cannot be read: the mistake of who named it.
*/
export const readSubmission = async (path: string): Promise<SubmissionFiles> => {
	try {
		const found = await stat(path);
		if (found.isDirectory()) {
			const archive = create({cwd: resolve(path), gzip: true, portable: true, filter: isPartOfIt}, ['.']);
			return {kind: 'archive', bytes: await buffer(archive)};
		}

		if (!found.isFile()) {
			throw new HarnessError(`${path} is no file and no folder.`, {hint: FORMATS}); // Who reads a pipe waits for its writer.
		}

		const bytes = await readFile(path);
		const format = formatOf(bytes, {arch: process.arch});
		if (format.kind === 'refused') {
			throw new ProgramError(`What was handed in cannot be used. ${format.because}`);
		}

		return format.kind === 'file' ? {kind: 'file', name: basename(path), bytes} : {kind: 'archive', bytes};
	} catch (cause) {
		if (cause instanceof HarnessError || cause instanceof ProgramError) {
			throw cause;
		}

		throw new HarnessError(`Could not read ${path}: ${(cause as Error).message}.`, {cause});
	}
};

const FORMATS =
	'Give a program, a script that begins with #!, a folder with a Makefile, or an archive of one (tar.gz, zip …).';

/** Whether a path below a folder is handed on with it: history and packages are not. */
export const isPartOfIt = (path: string): boolean => !/(?:^|\/)(?:\.git|node_modules)(?:\/|$)/.test(path);
