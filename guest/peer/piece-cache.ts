import {isSettled, keyOf} from './file-version.ts';
import {PIECE_BYTES, PieceMemory} from './piece-memory.ts';
import {type ReadBytes, readBytes} from './read-bytes.ts';
import type {OpenFile} from './shared-folder.ts';
import {type HeldPiece, SharedPieces} from './shared-pieces.ts';

/** One upload's way to the pieces of its file. Disposing it waits until no read uses the file any more. */
export type PieceReader = AsyncDisposable & {
	/**
	The bytes from `index * PIECE_BYTES` on: `PIECE_BYTES` of them, or fewer where the file ends. One upload holds one piece at a time.

	@throws {Error} If they cannot be read, with the system's `code`.
	*/
	readonly take: (index: number) => Promise<HeldPiece>;
	/** Have a piece read that is taken next. */
	readonly expect: (index: number) => void;
};

/** Pieces of the files that are being sent: uploads of the same version of a file share them while they overlap, unless the file changed just now. */
export class PieceCache {
	readonly #files = new Map<string, SharedPieces>();
	readonly #memory: PieceMemory;
	readonly #read: ReadBytes;

	/** @param mostReaders - At most so many join at once. */
	constructor({mostReaders}: {readonly mostReaders: number}, {read = readBytes}: {readonly read?: ReadBytes} = {}) {
		this.#memory = new PieceMemory({mostInUse: mostReaders});
		this.#read = read;
	}

	/** Memory taken from the system so far, in bytes. */
	get takenBytes(): number {
		return this.#memory.takenBytes;
	}

	/** Join those who send this file. `nowMs`: milliseconds since 1970. */
	join({handle, version}: OpenFile, {nowMs}: {readonly nowMs: number}): PieceReader {
		const key = isSettled(version, nowMs) ? keyOf(version) : undefined;
		const pieces = (key !== undefined && this.#files.get(key)) || new SharedPieces(this.#memory);
		if (key !== undefined) {
			this.#files.set(key, pieces);
		}

		pieces.readers++;
		const load = (index: number, into: Buffer): Promise<number> => {
			const at = index * PIECE_BYTES;
			return this.#read(handle.fd, into, {bytes: Math.min(PIECE_BYTES, version.bytes - at), at});
		};
		let expecting: Promise<void> | undefined;
		return {
			take: index => pieces.take(index, load),
			expect: index => {
				if (index * PIECE_BYTES < version.bytes) {
					expecting = pieces.expect(index, load);
				}
			},
			[Symbol.asyncDispose]: async () => {
				await expecting; // Only then may the descriptor be closed.
				pieces.readers--;
				if (pieces.readers === 0) {
					pieces.clear();
					this.#files.delete(key ?? '');
				}
			},
		};
	}
}
