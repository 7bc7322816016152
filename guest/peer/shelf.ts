import type {FileName} from '../protocol/file-name.ts';
import type {DigestMemory} from './digest-memory.ts';
import {digestOfFile, LARGE_BYTES} from './digest-of-file.ts';
import {type FileVersion, type SharedFolder, sameVersion} from './shared-folder.ts';
import {TransferError} from './transfer-error.ts';

/** A file on the shelf: its state when it was read, and what it held. */
export type ShelvedFile = {readonly version: FileVersion; readonly digest: string};

/** The files we offer, with digests. A digest is computed once for each state of a file. */
export class Shelf {
	readonly #folder: SharedFolder;
	readonly #memory: DigestMemory | undefined;
	readonly #files = new Map<FileName, ShelvedFile>();
	readonly #listeners = new Set<() => void>();
	#isScanned = false;

	/** @param memory - Knows digests of large files from earlier runs. */
	constructor(folder: SharedFolder, {memory}: {readonly memory?: DigestMemory | undefined} = {}) {
		this.#folder = folder;
		this.#memory = memory;
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
	*/
	async rescan({signal}: {readonly signal: AbortSignal}): Promise<boolean> {
		const found = await this.#folder.list();
		for (const name of this.#files.keys()) {
			if (!found.has(name)) {
				this.#files.delete(name);
				this.#tellChange();
			}
		}

		let isSettled = true;
		try {
			for (const [name, version] of [...found].sort(([, one], [, other]) => one.bytes - other.bytes)) {
				const known = this.#files.get(name);
				if (known === undefined || !sameVersion(known.version, version)) {
					isSettled = (await this.#read(name, {signal})) && isSettled;
				}
			}
		} finally {
			await this.#memory?.save(); // Also when we are told to leave.
		}

		if (!this.#isScanned) {
			this.#isScanned = true;
			this.#tellChange(); // A look that finds nothing new is no change.
		}

		return isSettled;
	}

	async #read(name: FileName, {signal}: {readonly signal: AbortSignal}): Promise<boolean> {
		try {
			await using opened = await this.#folder.openToRead(name);
			const compute = (): Promise<string | undefined> => digestOfFile(opened, {signal});
			const isRemembered = this.#memory !== undefined && opened.version.bytes >= LARGE_BYTES;
			const digest = await (isRemembered ? this.#memory.digestOf(opened.version, compute) : compute());
			if (digest === undefined) {
				return false;
			}

			this.put(name, {version: opened.version, digest});
			return true;
		} catch (error) {
			if (!(error instanceof TransferError) && !(error instanceof Error && 'code' in error)) {
				throw error;
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
