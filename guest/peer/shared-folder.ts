import {randomBytes} from 'node:crypto';
import {type BigIntStats, constants} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import type {FileName} from '../protocol/file-name.ts';
import {FILE_SYSTEM, type FileSystem} from './file-system.ts';
import {type FileVersion, sameVersion, versionOf} from './file-version.ts';
import {FolderError, failWith, hasCode} from './folder-error.ts';
import type {Tell} from './peer-event.ts';
import {isShareable, partialName, writerOfPartial} from './shareable-name.ts';
import {takeName} from './take-name.ts';
import {because, TransferError} from './transfer-error.ts';
import {Trouble} from './trouble.ts';

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
	readonly #fs: FileSystem;
	readonly #trouble: Trouble;
	/** Files of ours that could not be removed yet. */
	readonly #left = new Set<FileName>();

	constructor(
		handle: FileHandle,
		prefix: Buffer,
		{isPinned, fs, tell}: {readonly isPinned: boolean; readonly fs: FileSystem; readonly tell: Tell},
	) {
		this.#handle = handle;
		this.#prefix = prefix;
		this.#isPinned = isPinned;
		this.#fs = fs;
		this.#trouble = new Trouble(tell);
	}

	/**
	Names and versions of all files offered to others. What cannot be looked at is left out, and told.

	@throws {FolderError} If the folder cannot be read.
	*/
	async list(): Promise<Map<FileName, FileVersion>> {
		await Promise.all([...this.#left].map(name => this.remove(name)));
		const files = new Map<FileName, FileVersion>();
		const failures: Error[] = [];
		for (const name of await this.#names()) {
			if (!isShareable(name)) {
				continue;
			}

			const found = await this.#find(name).catch(error => void failures.push(error));
			if (found !== undefined) {
				files.set(name, versionOf(found.stats));
			}
		}

		const [first] = failures;
		this.#trouble.note(
			'list',
			first && `${failures.length} ${failures.length === 1 ? 'file is' : 'files are'} not offered: ${because(first)}`,
		);
		return files;
	}

	/**
	Open a file that is offered to others.

	@param evenUnshared - Open it also when its name keeps it from being offered, to compare it with a download.
	@throws {TransferError} If it is not there, not offered, no regular file, or a link that leads out of the folder.
	@throws {FolderError} If the system does not open it.
	*/
	async openToRead(name: FileName, {evenUnshared = false}: {readonly evenUnshared?: boolean} = {}): Promise<OpenFile> {
		const found = evenUnshared || isShareable(name) ? await this.#find(name) : undefined;
		if (found === undefined) {
			throw new TransferError('no such file is shared');
		}

		// Never follow a link laid here since, never wait for a pipe's writer.
		const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
		const handle = await this.#fs.open(this.#at(found.name), flags).catch(failWith('it cannot be opened'));
		const close = (): Promise<void> => handle.close().catch(() => undefined); // Nothing was written: nothing can be lost.
		try {
			const stats = await handle.stat({bigint: true});
			if (!stats.isFile() || !(this.#isPinned || (await this.#isStillHere()))) {
				throw new TransferError('it is no regular file');
			}

			return {handle, version: versionOf(stats), [Symbol.asyncDispose]: close};
		} catch (error) {
			await close();
			return failWith('it cannot be looked at')(error);
		}
	}

	/**
	A new, empty file under a name of its own.

	@throws {FolderError} If the folder takes none.
	*/
	async create({pid}: {readonly pid: number}): Promise<NewFile> {
		const name = partialName({pid, unique: randomBytes(8).toString('hex')});
		const handle = await this.#fs.open(this.#at(name), 'wx').catch(failWith('the folder takes no new file'));
		return {handle, name};
	}

	/**
	Give a finished file its real name, if that is free; whatever has the name stays untouched.

	@param written - The file as it was when its last byte was written.
	@returns The file as it is under its name; undefined if the name was taken: then it keeps the one it had.
	@throws {FolderError} If the folder does not let us.
	*/
	async publish(file: FileName, name: FileName, written: FileVersion): Promise<FileVersion | undefined> {
		const isOurs = await takeName(this.#at(name), this.#at(file), this.#fs).catch(failWith('it cannot be named'));
		if (!isOurs) {
			return undefined;
		}

		await this.remove(file); // Where it has both names, one too many does no harm.

		// Naming changed its time of change. Where anything else is new it was written to since: then it is not what we wrote.
		const stats = await this.#fs.lstat(this.#at(name), {bigint: true}).catch(() => undefined);
		const now = stats === undefined ? written : versionOf(stats);
		return sameVersion({...written, ctimeNs: now.ctimeNs}, now) ? now : written;
	}

	/** Remove a file that `create()` made; that it is gone already is no error. What cannot be removed is told once, and tried again at each look. */
	async remove(file: FileName): Promise<void> {
		try {
			await this.#fs.unlink(this.#at(file));
		} catch (error) {
			if (!hasCode(error, 'ENOENT')) {
				this.#left.add(file);
				this.#trouble.note('remove', because(new FolderError('a download left half-done cannot be removed', error)));
				return;
			}
		}

		this.#left.delete(file);
		if (this.#left.size === 0) {
			this.#trouble.note('remove', undefined);
		}
	}

	/**
	Remove what a killed peer left half-done, as far as the system lets us: in a folder like `/tmp` a stranger's file stays.

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
		for (const name of await this.#names().catch(() => [])) {
			// Whoever lists the files next tells why.
			const pid = writerOfPartial(name);
			const stats = pid === undefined ? undefined : await this.#fs.lstat(this.#at(name)).catch(() => undefined);
			const writtenMs = stats?.mtimeMs ?? nowMs;
			const began = pid === undefined ? undefined : startOf(pid);
			const isInUse = began !== undefined && began <= writtenMs && nowMs - writtenMs < 3_600_000;
			if (stats?.isFile() && !isInUse) {
				const isGone = await this.#fs.unlink(this.#at(name)).then(
					() => true,
					() => false,
				);
				removed += isGone ? 1 : 0;
			}
		}

		return removed;
	}

	/**
	Free space that an ordinary user may fill, in bytes.

	@throws {FolderError} If the system does not tell.
	*/
	async freeBytes(): Promise<number> {
		const {bavail, bsize} = await this.#fs.statfs(this.#prefix).catch(failWith('free space cannot be told'));
		return bavail * bsize;
	}

	/** A path that the operating system can watch. */
	watchPath(): Promise<Buffer> {
		return this.#fs.realpath(this.#prefix, 'buffer');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#handle.close().catch(() => undefined); // Nothing is written by it.
	}

	async #names(): Promise<string[]> {
		const names = await this.#fs.readdir(this.#prefix, {encoding: 'buffer'}).catch(failWith('it cannot be read'));
		return names.map(bytes => bytes.toString('latin1'));
	}

	#at(name: string): Buffer {
		return Buffer.concat([this.#prefix, Buffer.from(name, 'latin1')]);
	}

	/**
	The regular file a name stands for: itself, or what a link to a file of this very folder points at.

	@throws {FolderError} If the system does not let us look.
	*/
	async #find(name: string): Promise<{readonly name: string; readonly stats: BigIntStats} | undefined> {
		const stats = await this.#look(name);
		if (!stats?.isSymbolicLink()) {
			return stats?.isFile() ? {name, stats} : undefined;
		}

		const [target, folder] = await Promise.all([
			this.#fs.realpath(this.#at(name), 'buffer'),
			this.#fs.realpath(this.#prefix, 'buffer'),
		]).catch(unlessGone);
		const slash = target?.lastIndexOf('/') ?? -1;
		if (target === undefined || folder === undefined || !target.subarray(0, Math.max(slash, 1)).equals(folder)) {
			return undefined;
		}

		const targetName = target.toString('latin1', slash + 1);
		const targetStats = await this.#look(targetName);
		return targetStats?.isFile() && writerOfPartial(targetName) === undefined
			? {name: targetName, stats: targetStats}
			: undefined;
	}

	async #look(name: string): Promise<BigIntStats | undefined> {
		const [stats] = await this.#fs.lstat(this.#at(name), {bigint: true}).then(found => [found], unlessGone);
		return stats;
	}

	/** Without /proc the folder's path is walked anew each time, so what it leads to must still be the folder we opened. */
	async #isStillHere(): Promise<boolean> {
		const [opened, walked] = await Promise.all([
			this.#handle.stat(),
			this.#fs.stat(this.#prefix).catch(() => undefined),
		]);
		return opened.ino === walked?.ino && opened.dev === walked.dev;
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
	{
		handlesAt = '/proc/self/fd/',
		fs = FILE_SYSTEM,
		tell = () => undefined,
	}: {readonly handlesAt?: string; readonly fs?: FileSystem; readonly tell?: Tell} = {},
): Promise<SharedFolder> => {
	const fail = failWith(`cannot share the folder "${path}"`);
	const real = await fs.realpath(path, 'buffer').catch(fail);
	const handle = await fs.open(real, constants.O_RDONLY | constants.O_DIRECTORY).catch(fail);
	const viaHandle = Buffer.from(`${handlesAt}${handle.fd}/`);
	const looks = Promise.all([handle.stat(), fs.stat(viaHandle).catch(() => undefined)]);
	const [own, seen] = await looks.catch(async error => {
		await handle.close().catch(() => undefined);
		return fail(error);
	});
	// On Linux this is openat(2): whatever is moved or swapped above the folder, names are resolved in the one we opened.
	const isPinned = seen?.ino === own.ino && seen.dev === own.dev;
	return new SharedFolder(handle, isPinned ? viaHandle : Buffer.concat([real, Buffer.from('/')]), {isPinned, fs, tell});
};

/** Nothing, if a file is gone or its links lead nowhere. */
const unlessGone = (error: unknown): [] =>
	hasCode(error, 'ENOENT', 'ELOOP', 'ENOTDIR') ? [] : failWith('it cannot be looked at')(error);
