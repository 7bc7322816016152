import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Everything beside the submission, its role and the seed that can change a verdict: name → value. What was found out under others is not kept. */
export type Conditions = Readonly<Record<string, string>>;

/**
The conditions of a grading.

@param options - Of the command line, that decide on what and how submissions are run.
@param root - The repository's.
@param arch - Of the guests, as Node names it.
*/
export const conditionsOf = async (
	options: Readonly<Record<string, string | number | undefined>>,
	{root, arch}: {readonly root: string; readonly arch: string},
): Promise<Conditions> => ({
	...Object.fromEntries(Object.entries(options).map(([name, value]) => [`--${name}`, String(value ?? 'default')])),
	architecture: arch,
	'this version of the harness': await digestOfSources(root),
});

/** Names of the conditions that differ. */
export const differing = (before: Conditions, now: Conditions): string[] =>
	[...new Set([...Object.keys(before), ...Object.keys(now)])].filter(name => before[name] !== now[name]);

/** What judges, plays and builds: all code and data but tests, and the versions of what it is made with. SHA-256, hex. */
const digestOfSources = async (root: string): Promise<string> => {
	const hash = createHash('sha256');
	const folders = await Promise.all(
		['guest', 'host', 'image'].map(async folder =>
			(await readdir(join(root, folder), {recursive: true, withFileTypes: true}))
				.filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
				.map(entry => join(entry.parentPath, entry.name)),
		),
	);
	for (const path of [...folders.flat(), join(root, 'package-lock.json')].sort()) {
		hash.update(`${path.slice(root.length)}\0`).update(await readFile(path));
	}

	return hash.digest('hex');
};
