import {TransferError} from './transfer-error.ts';

/** A download as the guard sees it. */
export type GuardedDownload = {
	/** Bytes it has on the disk. */
	readonly bytes: () => number;
	/** End it, for this reason. */
	readonly stop: (reason: TransferError) => void;
};

/** Bytes between two looks at the disk. */
const LOOK_EVERY_BYTES = 8 * 1024 * 1024;

/** Keeps some of the disk free. When it gets scarce the largest download goes, not whoever happened to look: it is the one that may be endless. */
export class DiskGuard {
	readonly #freeBytes: () => Promise<number>;
	readonly #keepBytes: number;
	readonly #running = new Set<GuardedDownload>();

	constructor({freeBytes, keepBytes}: {readonly freeBytes: () => Promise<number>; readonly keepBytes: number}) {
		this.#freeBytes = freeBytes;
		this.#keepBytes = keepBytes;
	}

	/** Watch over a download until the result is disposed. Await `look()` before writing; it looks once every few mebibytes. */
	watch(download: GuardedDownload): Disposable & {readonly look: () => Promise<void>} {
		let nextLookAt = 0;
		this.#running.add(download);
		return {
			look: async () => {
				if (download.bytes() >= nextLookAt) {
					nextLookAt = download.bytes() + LOOK_EVERY_BYTES;
					await this.#look();
				}
			},
			[Symbol.dispose]: () => {
				this.#running.delete(download);
			},
		};
	}

	async #look(): Promise<void> {
		if ((await this.#freeBytes()) >= this.#keepBytes) {
			return;
		}

		const [largest] = [...this.#running].sort((one, other) => other.bytes() - one.bytes());
		const keptMib = Math.round(this.#keepBytes / (1024 * 1024));
		// With others running it may be they that are honest: do not ask this one again.
		largest?.stop(
			new TransferError(`the disk is nearly full (${keptMib} MiB are kept free), and it is the largest download`, {
				isLie: this.#running.size > 1,
			}),
		);
		if (largest !== undefined) {
			this.#running.delete(largest); // Its bytes are as good as gone.
		}
	}
}
