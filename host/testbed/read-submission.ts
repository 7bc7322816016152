import {readFile, stat} from 'node:fs/promises';
import {basename, resolve} from 'node:path';
import {buffer} from 'node:stream/consumers';
import {create} from 'tar';
import {HarnessError} from '../harness-error.ts';

/** What somebody handed in, read on the host and not yet looked at by any node. */
export type Submission =
	/** One file that can be started as it is. */
	| {readonly kind: 'file'; readonly name: string; readonly bytes: Buffer}
	/** A folder, as a tar archive, gzipped or not. */
	| {readonly kind: 'archive'; readonly bytes: Buffer};

/**
Read a submission.

@param path - An executable, a script, a folder, or a tar archive (gzipped or not).
@throws {HarnessError} If it is none of them: the user's mistake, not the submission's.
*/
export const readSubmission = async (path: string): Promise<Submission> => {
	try {
		const found = await stat(path);
		if (found.isDirectory()) {
			const archive = create({cwd: resolve(path), gzip: true, portable: true, filter: isPartOfIt}, ['.']);
			return {kind: 'archive', bytes: await buffer(archive)};
		}

		// Whoever reads a pipe waits for its writer, for ever.
		const bytes = found.isFile() ? await readFile(path) : NOTHING;
		const kind = kindOf(bytes);
		if (kind === undefined) {
			throw new HarnessError(`${path} is no executable, no script and no tar archive.`, {
				hint: 'Give a program, a script that begins with #!, a folder with a Makefile, or a .tar.gz of one.',
			});
		}

		return kind === 'file' ? {kind, name: basename(path), bytes} : {kind, bytes};
	} catch (cause) {
		if (cause instanceof HarnessError) {
			throw cause;
		}

		throw new HarnessError(`Could not read ${path}: ${(cause as Error).message}.`, {cause});
	}
};

const NOTHING = Buffer.alloc(0);

/** By its first bytes; what is handed in is not always named well. */
export const kindOf = (bytes: Buffer): Submission['kind'] | undefined => {
	const head = bytes.subarray(0, 4).toString('latin1');
	if (head === '\x7fELF' || head.startsWith('#!')) {
		return 'file';
	}

	const isTar = head.startsWith('\x1f\x8b') || bytes.subarray(257, 262).toString('latin1') === 'ustar';
	return isTar ? 'archive' : undefined;
};

/** History and packages are not handed in. */
const isPartOfIt = (path: string): boolean => !/(?:^|\/)(?:\.git|node_modules)(?:\/|$)/.test(path);
