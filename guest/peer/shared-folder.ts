import {randomBytes} from 'node:crypto';
import {constants, type Stats} from 'node:fs';
import {type FileHandle, link, lstat, open, readdir, realpath, rename, stat, statfs, unlink} from 'node:fs/promises';
import {type FileName, parseFileName} from '../protocol/file-name.ts';
import {isShareable, partialName, writerOfPartial} from './shareable-name.ts';
import {TransferError} from './transfer-error.ts';

/** What tells one state of a file from another without reading it. */
export type FileVersion = {
	readonly bytes: number;
	readonly mtimeMs: number;
	/** When name, owner or content last changed: unlike `mtimeMs` nobody can set it back. */
	readonly ctimeMs: number;
	readonly device: number;
	readonly inode: number;
};

/** A file of the folder, open for reading. */
export type OpenFile = AsyncDisposable & {readonly handle: FileHandle; readonly version: FileVersion};

/** A new file of the folder, open for writing, under a name nobody is offered. */
export type NewFile = {readonly handle: FileHandle; readonly name: FileName};

/**
The shared folder, and the only file that opens what is in it.

Names are resolved below an open handle of the folder, and what was opened is looked at, not what was there a moment before: no path, link or race leads out (docs/protocol.md, section 4.5). A hard link cannot be told from the file itself; who lays one into the folder shares it.
*/
export class SharedFolder implements AsyncDisposable {
	readonly #handle: FileHandle;
	/** Path of the folder and `/`, as bytes. */
	readonly #prefix: Buffer;

	/** Whether the prefix leads to the open handle, whatever happens to the folder's path. */
	readonly #isPinned: boolean;

	constructor(handle: FileHandle, prefix: Buffer, {isPinned}: {readonly isPinned: boolean}) {
		this.#handle = handle;
		this.#prefix = prefix;
		this.#isPinned = isPinned;
	}

	/** Names and versions of all files offered to others. What cannot be looked at is left out. */
	async list(): Promise<Map<FileName, FileVersion>> {
		const files = new Map<FileName, FileVersion>();
		for (const bytes of await readdir(this.#prefix, {encoding: 'buffer'})) {
			const name = bytes.toString('latin1');
			const found = isShareable(name) ? await this.#find(name) : undefined;
			if (found !== undefined) {
				files.set(name as FileName, versionOf(found.stats));
			}
		}

		return files;
	}

	/**
	Open a file that is offered to others.

	@param evenUnshared - Open it also when its name keeps it from being offered, to compare it with a download.
	@throws {TransferError} If it is not there, not offered, no regular file, or a link that leads out of the folder.
	*/
	async openToRead(name: FileName, {evenUnshared = false}: {readonly evenUnshared?: boolean} = {}): Promise<OpenFile> {
		const found = evenUnshared || isShareable(name) ? await this.#find(name) : undefined;
		if (found === undefined) {
			throw new TransferError('no such file is shared');
		}

		// Never follow a link laid here since, never wait for a pipe's writer.
		const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
		const handle = await open(this.#at(found.name), flags).catch(failWith('it cannot be opened'));
		const stats = await handle.stat();
		if (!stats.isFile() || !(this.#isPinned || (await this.#isStillHere()))) {
			await handle.close();
			throw new TransferError('it is no regular file');
		}

		return {handle, version: versionOf(stats), [Symbol.asyncDispose]: () => handle.close()};
	}

	/** A new, empty file under a name of its own. */
	async create({pid}: {readonly pid: number}): Promise<NewFile> {
		const name = partialName({pid, unique: randomBytes(8).toString('hex')});
		const handle = await open(this.#at(name), 'wx').catch(failWith('the folder takes no new file'));
		return {handle, name};
	}

	/**
	Give a finished file its real name, if that is free; whatever has the name stays untouched.

	@returns Whether the name was free. If not, the file keeps the name it had.
	*/
	async publish(file: FileName, name: FileName): Promise<boolean> {
		try {
			await link(this.#at(file), this.#at(name));
			await unlink(this.#at(file));
			return true;
		} catch (error) {
			if (hasCode(error, 'EEXIST')) {
				return false;
			}

			if (hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) {
				return this.#publishWithoutLinks(file, name);
			}

			throw new TransferError(`it cannot be named: ${(error as Error).message}`, {cause: error});
		}
	}

	/** Remove a file that `create()` made; that it is gone already is no error. */
	async remove(file: FileName): Promise<void> {
		await unlink(this.#at(file)).catch((error: unknown) => {
			if (!hasCode(error, 'ENOENT')) {
				throw error;
			}
		});
	}

	/**
	Remove what a killed peer left half-done.

	@param startOf - When a process began, in milliseconds since 1970; undefined if it does not run. What a living process wrote within the last hour stays: two peers may share a folder.
	@returns How many files were removed.
	*/
	async removeLeftovers({
		startOf,
		nowMs,
	}: {
		readonly startOf: (pid: number) => number | undefined;
		readonly nowMs: number;
	}): Promise<number> {
		let removed = 0;
		for (const bytes of await readdir(this.#prefix, {encoding: 'buffer'})) {
			const name = bytes.toString('latin1');
			const pid = writerOfPartial(name);
			const stats = pid === undefined ? undefined : await lstat(this.#at(name)).catch(() => undefined);
			const writtenMs = stats?.mtimeMs ?? nowMs;
			const began = pid === undefined ? undefined : startOf(pid);
			const isInUse = began !== undefined && began <= writtenMs && nowMs - writtenMs < 3_600_000;
			if (stats?.isFile() && !isInUse) {
				await this.remove(parseFileName(name));
				removed++;
			}
		}

		return removed;
	}

	/** Free space that an ordinary user may fill, in bytes. */
	async freeBytes(): Promise<number> {
		const {bavail, bsize} = await statfs(this.#prefix);
		return bavail * bsize;
	}

	/** A path that the operating system can watch. */
	watchPath(): Promise<Buffer> {
		return realpath(this.#prefix, 'buffer');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#handle.close();
	}

	#at(name: string): Buffer {
		return Buffer.concat([this.#prefix, Buffer.from(name, 'latin1')]);
	}

	/** The regular file a name stands for: itself, or what a link to a file of this very folder points at. */
	async #find(name: string): Promise<{readonly name: string; readonly stats: Stats} | undefined> {
		const stats = await lstat(this.#at(name)).catch(() => undefined);
		if (!stats?.isSymbolicLink()) {
			return stats?.isFile() ? {name, stats} : undefined;
		}

		const [target, folder] = await Promise.all([
			realpath(this.#at(name), 'buffer'),
			realpath(this.#prefix, 'buffer'),
		]).catch(() => []);
		const slash = target?.lastIndexOf('/') ?? -1;
		if (target === undefined || folder === undefined || !target.subarray(0, Math.max(slash, 1)).equals(folder)) {
			return undefined;
		}

		const targetName = target.toString('latin1', slash + 1);
		const targetStats = await lstat(this.#at(targetName)).catch(() => undefined);
		return targetStats?.isFile() && writerOfPartial(targetName) === undefined
			? {name: targetName, stats: targetStats}
			: undefined;
	}

	/** Without /proc the folder's path is walked anew each time, so what it leads to must still be the folder we opened. */
	async #isStillHere(): Promise<boolean> {
		const [opened, walked] = await Promise.all([this.#handle.stat(), stat(this.#prefix).catch(() => undefined)]);
		return opened.ino === walked?.ino && opened.dev === walked.dev;
	}

	/** For file systems without hard links: take the name with an empty file first, then put ours over it. */
	async #publishWithoutLinks(file: FileName, name: FileName): Promise<boolean> {
		try {
			await (await open(this.#at(name), 'wx')).close();
		} catch (error) {
			if (hasCode(error, 'EEXIST')) {
				return false;
			}

			throw error;
		}

		await rename(this.#at(file), this.#at(name));
		return true;
	}
}

/**
Open a folder to share.

@param path - Of a folder.
@param handlesAt - Where the system shows open handles as paths, ending in `/`. Where it does not, names are resolved below the folder's path, and each time it is looked at whether that still leads to the folder we opened.
@throws {TransferError} If it is none, or cannot be read.
*/
export const openSharedFolder = async (
	path: string,
	{handlesAt = '/proc/self/fd/'}: {readonly handlesAt?: string} = {},
): Promise<SharedFolder> => {
	const real = await realpath(path, 'buffer').catch(failWith(`cannot share the folder "${path}"`));
	const handle = await open(real, constants.O_RDONLY | constants.O_DIRECTORY).catch(
		failWith(`cannot share the folder "${path}"`),
	);
	const viaHandle = Buffer.from(`${handlesAt}${handle.fd}/`);
	const [own, seen] = await Promise.all([handle.stat(), stat(viaHandle).catch(() => undefined)]);
	// On Linux this is openat(2): whatever is moved or swapped above the folder, names are resolved in the one we opened.
	const isPinned = seen?.ino === own.ino && seen.dev === own.dev;
	return new SharedFolder(handle, isPinned ? viaHandle : Buffer.concat([real, Buffer.from('/')]), {isPinned});
};

/** Whether two looks at a file saw the same state of it. */
export const sameVersion = (one: FileVersion, other: FileVersion): boolean =>
	one.bytes === other.bytes && one.mtimeMs === other.mtimeMs && one.inode === other.inode;

/** What to compare later. */
export const versionOf = ({size, mtimeMs, ctimeMs, dev, ino}: Stats): FileVersion => ({
	bytes: size,
	mtimeMs,
	ctimeMs,
	device: dev,
	inode: ino,
});

const failWith =
	(what: string) =>
	(error: unknown): never => {
		throw new TransferError(`${what}: ${(error as Error).message}`, {cause: error});
	};

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
	error instanceof Error && 'code' in error && codes.includes(String(error.code));
