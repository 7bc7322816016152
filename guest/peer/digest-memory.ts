import {join} from 'node:path';
import {DIGESTS_FILE, readDigestFile, writeDigestFile} from './digest-file.ts';
import {type DigestList, MOST_DIGESTS} from './digest-list.ts';
import {type FileVersion, isSettled, keyOf} from './file-version.ts';
import type {Tell} from './peer-event.ts';
import {because} from './transfer-error.ts';
import {Trouble} from './trouble.ts';

/** Time between two writings while file after file is hashed, in milliseconds: so much work a killed peer has to do again. */
const SAVE_EVERY_MS = 10_000;

/** What the memory needs from the world. */
export type DigestMemoryWorld = {
	readonly pid: number;
	readonly userId: number | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly tell: Tell;
};

/**
Digests of large files, remembered from one run to the next.

As in git's index a digest belongs to a device, inode, size and times of change, and is not kept when the file changed just before it was read: then it could change again and look the same. The file with the digests is not touched before there is a large file. Whatever is wrong with it costs a warning, and the time to compute them anew.
*/
export class DigestMemory {
	readonly #folder: string;
	readonly #world: DigestMemoryWorld;
	readonly #trouble: Trouble;
	/** What the file said when we looked. */
	#written: Promise<DigestList> | undefined;
	/** What was asked for in this run, the last one last. */
	readonly #used = new Map<string, string>();
	#hasNews = false;
	#savedAtMs: number;

	/** @param folder - Where the file with the digests is kept. It is made when there is something to keep. */
	constructor(folder: string, world: DigestMemoryWorld) {
		this.#folder = folder;
		this.#world = world;
		this.#trouble = new Trouble(world.tell);
		this.#savedAtMs = world.now();
	}

	/**
	The digest of a version of a file: the remembered one, or what `compute` says.

	@param compute - Reads the file. Undefined when it changed meanwhile.
	*/
	async digestOf(version: FileVersion, compute: () => Promise<string | undefined>): Promise<string | undefined> {
		this.#written ??= this.#read();
		const key = keyOf(version);
		const known = this.#used.get(key) ?? (await this.#written).get(key);
		if (known !== undefined) {
			this.#use(key, known);
			return known;
		}

		const startMs = this.#world.now();
		const digest = await compute();
		if (digest !== undefined && isSettled(version, startMs)) {
			this.#use(key, digest);
			this.#hasNews = true;
			if (this.#world.now() - this.#savedAtMs > SAVE_EVERY_MS) {
				await this.save();
			}
		}

		return digest;
	}

	/** Write down what is new. What other peers wrote meanwhile stays. */
	async save(): Promise<void> {
		if (!this.#hasNews) {
			return;
		}

		this.#hasNews = false;
		this.#savedAtMs = this.#world.now();
		const all = new Map(await this.#read());
		for (const [key, digest] of this.#used) {
			all.delete(key);
			all.set(key, digest);
		}

		try {
			await writeDigestFile(this.#folder, all, this.#world);
			this.#trouble.note('write', undefined);
		} catch (error) {
			this.#trouble.note('write', `digests are not remembered: ${because(error)}`);
		}
	}

	async #read(): Promise<DigestList> {
		try {
			const list = await readDigestFile(this.#folder, this.#world);
			this.#trouble.note('read', undefined);
			return list ?? new Map();
		} catch (error) {
			const file = join(this.#folder, DIGESTS_FILE);
			this.#trouble.note('read', `the digests in "${file}" are not used: ${because(error)}`);
			return new Map();
		}
	}

	#use(key: string, digest: string): void {
		this.#used.delete(key);
		this.#used.set(key, digest);
		for (const [oldest] of this.#used) {
			if (this.#used.size <= MOST_DIGESTS) {
				return;
			}

			this.#used.delete(oldest);
		}
	}
}
