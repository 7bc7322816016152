import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {lstat, readdir, readlink} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {HarnessError} from '../harness-error.ts';
import type {ProgramSource} from '../testbed/program-source.ts';

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
Take what was handed in, each under a name of its own: the last part of its path, with a number where two are alike.

@param paths - As typed.
@throws {HarnessError} If one cannot be read; it names all of them.
*/
export const findSubmissions = async (
	paths: readonly string[],
	{workingFolder, args}: {readonly workingFolder: string; readonly args: string | undefined},
): Promise<Submission[]> => {
	const found = await Promise.allSettled(paths.map(path => digestOf(resolve(workingFolder, path))));
	const missing = paths.filter((_, index) => found[index]?.status === 'rejected');
	if (missing.length > 0) {
		throw new HarnessError(`These submissions cannot be read: ${missing.join(', ')}`, {
			hint: 'A submission is an executable, a script, a folder with a Makefile, or a tar.gz.',
		});
	}

	const taken = new Set<string>(FILES_OF_A_CLASS);
	return paths.map((path, index): Submission => {
		const absolute = resolve(workingFolder, path);
		const plain = basename(absolute).replaceAll(/[^\w.@+-]+/g, '-');
		const name = untaken(plain, taken);
		taken.add(name);
		const result = found[index];
		return {
			name,
			source: {kind: 'path', path: absolute, ...(args !== undefined && {args})},
			digest: result?.status === 'fulfilled' ? result.value : '',
		};
	});
};

/** What lies beside the submissions' folders. */
const FILES_OF_A_CLASS = ['index.html', 'index.html.new', 'matrix.csv', 'matrix.csv.new'];

const untaken = (plain: string, taken: ReadonlySet<string>): string => {
	let name = plain;
	for (let count = 2; taken.has(name); count++) {
		name = `${plain}-${count}`;
	}

	return name;
};

/** Digest of a file, or of a folder with all that is in it: names, kinds and bytes. */
const digestOf = async (path: string): Promise<string> => {
	const hash = createHash('sha256');
	const add = async (at: string, name: string): Promise<void> => {
		const found = await lstat(at);
		hash.update(`${name}\0${found.mode}\0`);
		if (found.isDirectory()) {
			for (const child of (await readdir(at)).sort()) {
				await add(join(at, child), `${name}/${child}`);
			}
		} else if (found.isSymbolicLink()) {
			hash.update(await readlink(at));
		} else if (found.isFile()) {
			await pipeline(createReadStream(at), hash, {end: false}); // Not whole in memory: all of a class are read at once.
		}
	};

	await add(path, '');
	return hash.digest('hex');
};
