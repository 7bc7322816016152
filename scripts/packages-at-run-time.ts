import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';

/** A package as it is installed here. */
export type LockedPackage = {
	/** Relative: `node_modules/tar`. */
	readonly folder: string;
	readonly name: string;
	readonly version: string;
	/** As npm writes it: `sha512-…`. */
	readonly integrity: string | undefined;
	readonly license: string | undefined;
};

/** Development packages that running takes all the same: the bundler makes programs anew whose sources were edited. */
const BUNDLER = /^node_modules\/(esbuild|@esbuild\/[\w-]+)$/;

/** The packages that running takes, of those in the lock file that are installed here (other systems' are not). */
export const packagesAtRunTime = async (): Promise<readonly LockedPackage[]> => {
	const {packages}: {readonly packages: Readonly<Record<string, LockEntry>>} = JSON.parse(
		await readFile('package-lock.json', 'utf8'),
	);
	return Object.entries(packages)
		.filter(([folder, {dev}]) => folder !== '' && (dev !== true || BUNDLER.test(folder)) && existsSync(folder))
		.map(([folder, {version = '', integrity, license}]) => ({
			folder,
			name: folder.replace(/^.*node_modules\//, ''),
			version,
			integrity,
			license,
		}))
		.sort((a, b) => (a.folder < b.folder ? -1 : 1));
};

type LockEntry = {
	readonly version?: string;
	readonly dev?: boolean;
	readonly integrity?: string;
	readonly license?: string;
};
