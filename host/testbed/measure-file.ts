import {createHash} from 'node:crypto';
import {type FileHandle, lstat, open, readdir} from 'node:fs/promises';
import {bytePath} from './byte-path.ts';
import type {Measured} from './test-node.ts';

/** Size and SHA-256 of a file of this host; undefined when there is none, or it is no regular file. */
export const measureFile = async (path: string): Promise<Measured | undefined> => {
	await using file = await openIfThere(path);
	if (file === undefined || !(await file.stat()).isFile()) {
		return undefined;
	}

	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of file.createReadStream({autoClose: false})) {
		hash.update(chunk as Buffer);
		bytes += (chunk as Buffer).length;
	}

	return {bytes, sha256: hash.digest('hex')};
};

/** Every regular file below a folder of this host, measured, sorted by name; links are not followed. A missing folder is empty. */
export const measureFolder = async (folder: string): Promise<ReadonlyArray<Measured & {readonly name: string}>> => {
	const found: Array<Measured & {readonly name: string}> = [];
	for (const name of (await namesIn(folder, '')).toSorted()) {
		const measured = await measureFile(`${folder}/${name}`);
		if (measured !== undefined) {
			found.push({name, ...measured});
		}
	}

	return found;
};

/** What all regular files below a folder of this host take, in bytes. */
export const folderBytes = async (folder: string): Promise<number> => {
	const sizes = (await namesIn(folder, '')).map(
		async name => (await lstat(bytePath(`${folder}/${name}`)).catch(unlessGone({size: 0}))).size,
	);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

const namesIn = async (folder: string, prefix: string): Promise<string[]> => {
	const entries = await readdir(bytePath(`${folder}/${prefix}`), {withFileTypes: true, encoding: 'buffer'}).catch(
		unlessGone([]),
	);
	const names: string[] = [];
	for (const entry of entries) {
		const name = prefix + entry.name.toString('latin1');
		if (entry.isFile()) {
			names.push(name);
		} else if (entry.isDirectory()) {
			names.push(...(await namesIn(folder, `${name}/`)));
		}
	}

	return names;
};

const openIfThere = async (path: string): Promise<FileHandle | undefined> =>
	open(bytePath(path)).catch(unlessGone(undefined));

/** Files come and go while programs run: what is gone is not there, anything else is an error. */
const unlessGone =
	<Value>(instead: Value) =>
	(error: NodeJS.ErrnoException): Value => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
			return instead;
		}

		throw error;
	};
