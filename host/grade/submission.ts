import {createHash} from 'node:crypto';
import {constants, createReadStream, type Stats} from 'node:fs';
import {lstat, readdir, readlink, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {HarnessError} from '../harness-error.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import {isPartOfIt} from '../testbed/read-submission.ts';
import {isHandedInBySomebody, ownerOfPath} from './class-layout.ts';
import {nameSubmissions} from './name-submissions.ts';

/** Which program of the two was handed in. */
export type GradedRole = 'peer' | 'tracker';

/** Something handed in to be graded. */
export type Submission = {
	/** Unique in its class; safe as the name of a folder. */
	readonly name: string;
	readonly source: ProgramSource & {readonly kind: 'path'};
	/** Of all its bytes, so that one that was changed is graded anew. SHA-256, hex. */
	readonly digest: string;
};

/**
Take what was handed in. A link stands for what it leads to.

@param paths - As typed.
@param known - Path → name, of an earlier grading into the same folder.
@throws {HarnessError} If one cannot be read; it names all of them.
*/
export const findSubmissions = async (
	paths: readonly string[],
	{
		workingFolder,
		args,
		known = new Map(),
	}: {
		readonly workingFolder: string;
		readonly args: string | undefined;
		readonly known?: ReadonlyMap<string, string>;
	},
): Promise<Submission[]> => {
	const absolute = [...new Set(paths.map(path => resolve(workingFolder, path)))].filter(isHandedInBySomebody);
	const missing: string[] = [];
	const digests: string[] = [];
	for (const path of absolute) {
		// One by one: a class of folders has more files than may be open at once.
		digests.push(
			await digestOf(path).catch(() => {
				missing.push(path);
				return '';
			}),
		);
	}

	if (missing.length > 0) {
		throw new HarnessError(`These submissions cannot be read: ${missing.join(', ')}`, {
			hint: 'A submission is a program, a script, a folder with a Makefile, or an archive of one.',
		});
	}

	const owners = new Map<string, string>();
	for (const path of absolute) {
		const owner = await ownerOfPath(path);
		if (owner !== undefined) {
			owners.set(path, owner);
		}
	}

	const names = nameSubmissions(absolute, known, owners);
	return absolute.map((path, index) => ({
		name: names[index] ?? '',
		source: {kind: 'path', path, ...(args !== undefined && {args})},
		digest: digests[index] ?? '',
	}));
};

/** Digest of a file, or of a folder with all of it that is handed on: names, kinds, bytes, and what may be started. */
const digestOf = async (path: string): Promise<string> => {
	const hash = createHash('sha256');
	const add = async (at: string, name: string, found: Stats): Promise<void> => {
		hash.update(`${name}\0${found.mode & (constants.S_IFMT | constants.S_IXUSR)}\0`);
		if (found.isDirectory()) {
			for (const child of (await readdir(at)).sort()) {
				if (isPartOfIt(child)) {
					await add(join(at, child), `${name}/${child}`, await lstat(join(at, child)));
				}
			}
		} else if (found.isSymbolicLink()) {
			hash.update(await readlink(at));
		} else if (found.isFile()) {
			// Not whole in memory.
			for await (const chunk of createReadStream(at)) {
				hash.update(chunk as Buffer);
			}
		}
	};

	await add(path, '', await stat(path));
	return hash.digest('hex');
};
