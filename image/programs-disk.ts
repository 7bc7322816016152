import {createReadStream, createWriteStream} from 'node:fs';
import {rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {makeFileSystem} from './disk.ts';
import {PROGRAMS_DISK_MIB} from './recipe.ts';
import {tarEnd, tarHeader, tarPadding} from './tar-header.ts';

/** A program for the guests: there it is /opt/osp2p/bin/`name`. */
export type Executable = {
	readonly name: string;
	readonly path: string;
	/** SHA-256 of its bytes as they were built, in hexadecimal, where that is known. */
	readonly sha256?: string;
};

/**
Make the disk that carries the programs: apart from the root disk, so that an edited program needs neither a new root disk nor a new template. Without programs it is an empty one.

@param folder - Where `programs.raw` is made.
*/
export const makeProgramsDisk = async (
	folder: string,
	{executables, signal}: {readonly executables: readonly Executable[]; readonly signal: AbortSignal},
): Promise<void> => {
	const archive = path.join(folder, 'programs.tar');
	await pipeline(Readable.from(archiveOf(executables)), createWriteStream(archive), {signal});
	await makeFileSystem(archive, path.join(folder, 'programs.raw'), {mebibytes: PROGRAMS_DISK_MIB, inodes: 256, signal});
	await rm(archive);
};

async function* archiveOf(executables: readonly Executable[]): AsyncGenerator<Buffer, void, undefined> {
	yield tarHeader({type: 'folder', path: 'bin', mode: 0o755});
	for (const {name, path: source} of executables) {
		const {size} = await stat(source);
		yield tarHeader({type: 'file', path: `bin/${name}`, mode: 0o755, size});
		yield* createReadStream(source, {highWaterMark: 1 << 20});
		yield tarPadding(size);
	}

	yield tarEnd;
}
