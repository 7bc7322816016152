import type {FileName} from '../protocol/file-name.ts';
import type {DigestMemory} from './digest-memory.ts';
import {digestOfFile, LARGE_BYTES} from './digest-of-file.ts';
import {type FileVersion, isSettled, sameVersion} from './file-version.ts';
import {FolderError} from './folder-error.ts';
import type {Tell} from './peer-event.ts';
import type {SharedFolder} from './shared-folder.ts';
import {because, TransferError} from './transfer-error.ts';
import {Trouble} from './trouble.ts';

/** A file on the shelf: its state when it was read, and what it held. */
export type ShelvedFile = {
	readonly version: FileVersion;
	readonly digest: string;
	/** It was read so soon after its last change that it could change again and look the same. */
	readonly isYoung?: boolean;
};

/** The files we offer, with digests. A digest is computed once for each state of a file. */
export class Shelf {
	readonly #folder: SharedFolder;
	readonly #memory: DigestMemory | undefined;
	readonly #files = new Map<FileName, ShelvedFile>();
	readonly #listeners = new Set<() => void>();
	readonly #now: () => number;
	readonly #trouble: Trouble;
	#isScanned = false;

	/**
	@param memory - Knows digests of large files from earlier runs.
	@param now - Milliseconds since 1970.
	@param tell - Told of files that cannot be read, once.
	*/
	constructor(
		folder: SharedFolder,
		{
			memory,
			now = Date.now,
			tell = () => undefined,
		}: {readonly memory?: DigestMemory | undefined; readonly now?: () => number; readonly tell?: Tell} = {},
	) {
		this.#folder = folder;
		this.#memory = memory;
		this.#now = now;
		this.#trouble = new Trouble(tell);
	}

	/** What is offered now. */
	get files(): ReadonlyMap<FileName, ShelvedFile> {
		return this.#files;
	}

	/** Whether the whole folder was looked through once. */
	get isScanned(): boolean {
		return this.#isScanned;
	}

	/** Have `listener` called after every change. */
	onChange(listener: () => void): void {
		this.#listeners.add(listener);
	}

	/** Put a file there whose digest is known without reading it: a download. */
	put(name: FileName, file: ShelvedFile): void {
		this.#files.set(name, file);
		this.#tellChange();
	}

	/**
	Look through the folder once. Small files come first, so that a large one holds up nobody.

	@returns Whether every file could be read in peace; if not, something is still being written, and another look is due soon.
	@throws {FolderError} If the folder cannot be read: what is offered stays.
	@throws {Error} The reason of `signal`, when it aborts.
	*/
	async rescan({signal}: {readonly signal: AbortSignal}): Promise<boolean> {
		const found = await this.#folder.list();
		for (const name of this.#files.keys()) {
			if (!found.has(name)) {
				this.#files.delete(name);
				this.#tellChange();
			}
		}

		let isPeaceful = true;
		const failures: FolderError[] = [];
		try {
			for (const [name, version] of [...found].sort(([, one], [, other]) => one.bytes - other.bytes)) {
				const known = this.#files.get(name);
				if (known === undefined || !sameVersion(known.version, version) || this.#isDue(known)) {
					isPeaceful = (await this.#read(name, {signal, failures})) && isPeaceful;
				}
			}
		} finally {
			await this.#memory?.save(); // Also when we are told to leave.
		}

		const [first] = failures;
		this.#trouble.note(
			'read',
			first && `${failures.length} ${failures.length === 1 ? 'file is' : 'files are'} not offered: ${because(first)}`,
		);
		if (!this.#isScanned) {
			this.#isScanned = true;
			this.#tellChange(); // A look that finds nothing new is no change.
		}

		return isPeaceful;
	}

	/** Whether a file that was read too soon can be read for good now. */
	#isDue({version, isYoung = false}: ShelvedFile): boolean {
		return isYoung && isSettled(version, this.#now());
	}

	async #read(
		name: FileName,
		{signal, failures}: {readonly signal: AbortSignal; readonly failures: FolderError[]},
	): Promise<boolean> {
		try {
			const startMs = this.#now();
			await using opened = await this.#folder.openToRead(name);
			const compute = (): Promise<string | undefined> => digestOfFile(opened, {signal});
			const isRemembered = this.#memory !== undefined && opened.version.bytes >= LARGE_BYTES;
			const digest = await (isRemembered ? this.#memory.digestOf(opened.version, compute) : compute());
			if (digest === undefined) {
				return false;
			}

			this.put(name, {version: opened.version, digest, isYoung: !isSettled(opened.version, startMs)});
			return true;
		} catch (error) {
			if (!(error instanceof TransferError)) {
				throw error;
			}

			if (error instanceof FolderError && error.code !== 'ENOENT') {
				failures.push(error);
			}

			if (this.#files.delete(name)) {
				this.#tellChange(); // Gone or unreadable since it was listed: the next look tells.
			}

			return true;
		}
	}

	#tellChange(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}
}
