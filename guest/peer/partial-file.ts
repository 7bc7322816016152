import {createHash, type Hash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {digestText, isDigestOf} from '../protocol/digest.ts';
import type {FileName} from '../protocol/file-name.ts';
import {type FileVersion, versionOf} from './file-version.ts';
import {failWith, hasCode} from './folder-error.ts';
import type {SharedFolder} from './shared-folder.ts';
import {TransferError} from './transfer-error.ts';

/** A download on its way, under a name nobody is offered. Disposing it removes it, unless it got its real name before. */
export class PartialFile implements AsyncDisposable {
	readonly #folder: SharedFolder;
	readonly #handle: FileHandle;
	readonly #name: FileName;
	readonly #hash: Hash = createHash('md5');
	#bytes = 0;
	#md5: Uint8Array | undefined;
	#isClosed = false;

	constructor(folder: SharedFolder, {handle, name}: {readonly handle: FileHandle; readonly name: FileName}) {
		this.#folder = folder;
		this.#handle = handle;
		this.#name = name;
	}

	/** Bytes written so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Digest of what was written so far. */
	get digest(): string {
		return digestText(this.#md5Now());
	}

	/** Whether this is the digest of what was written so far, in either spelling. */
	hasDigest(digest: string): boolean {
		return isDigestOf(this.#md5Now(), digest);
	}

	/** @throws {FolderError} If the disk takes no more. */
	async append(chunk: Buffer): Promise<void> {
		const writing = this.#write(chunk);
		this.#hash.update(chunk); // While the disk writes: each takes about half of the time.
		this.#md5 = undefined;
		await writing;
		this.#bytes += chunk.length;
	}

	/**
	Give the file its real name, or the first free of `name~1~` … `name~49~`. Where the same content has one of these names already, nothing new is made.

	@param sameContent - Whether a file of the folder has this very content.
	@returns The name it has, and the version of the file under it if that is new.
	@throws {TransferError} If all names are taken.
	@throws {FolderError} If the disk did not keep what was written, or the folder does not let us name it.
	@see docs/protocol.md, section 4.3
	*/
	async keepAs(
		name: FileName,
		{sameContent}: {readonly sameContent: (name: FileName) => Promise<boolean>},
	): Promise<{readonly savedAs: FileName; readonly version?: FileVersion}> {
		const lost = failWith('it cannot be written'); // Some file systems tell only at the close that there was no room.
		const written = versionOf(await this.#handle.stat({bigint: true}).catch(lost));
		await this.#close().catch(lost);
		for (let copy = 0; copy < 50; copy++) {
			const savedAs = (copy === 0 ? name : `${name}~${copy}~`) as FileName;
			const version = await this.#folder.publish(this.#name, savedAs, written).catch((error: Error) => {
				throw copy > 0 && hasCode(error.cause, 'ENAMETOOLONG')
					? new TransferError('its name is taken, and the ones beside it are too long for the folder', {cause: error})
					: error;
			});
			if (version !== undefined) {
				return {savedAs, version};
			}

			if (await sameContent(savedAs)) {
				return {savedAs};
			}
		}

		throw new TransferError('its name and the 49 names beside it are taken');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#close().catch(() => undefined); // It goes away, or was closed well before it got its name.
		await this.#folder.remove(this.#name);
	}

	#md5Now(): Uint8Array {
		this.#md5 ??= this.#hash.copy().digest();
		return this.#md5;
	}

	async #write(chunk: Buffer): Promise<void> {
		for (let at = 0; at < chunk.length; ) {
			const {bytesWritten} = await this.#handle
				.write(chunk, at, chunk.length - at, this.#bytes + at)
				.catch(failWith('it cannot be written'));
			at += bytesWritten;
		}
	}

	async #close(): Promise<void> {
		if (!this.#isClosed) {
			this.#isClosed = true;
			await this.#handle.close();
		}
	}
}
