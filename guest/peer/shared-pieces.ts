import type {IdlePiece, PieceMemory} from './piece-memory.ts';

/** A piece of a file, held. Its memory may become another piece's once it is disposed. */
export type HeldPiece = Disposable & {readonly bytes: Buffer};

/** Reads a piece of the file into a buffer, and tells how many bytes there were. */
export type LoadPiece = (index: number, into: Buffer) => Promise<number>;

type Piece = IdlePiece & {
	readonly index: number;
	/** How many bytes there were, once they are read. */
	readonly bytes: Promise<number>;
	/** Uploads that send it, and whoever has it read ahead. */
	holders: number;
	wasTaken: boolean;
};

/** The pieces of one version of a file, for all uploads that send it. A piece that could not be read is read anew for the next who asks. */
export class SharedPieces {
	/** Uploads that send the file now. */
	readers = 0;
	readonly #memory: PieceMemory;
	readonly #pieces = new Map<number, Piece>();

	constructor(memory: PieceMemory) {
		this.#memory = memory;
	}

	/**
	A piece, read unless it is there or on its way.

	@throws {Error} What `load` throws.
	*/
	async take(index: number, load: LoadPiece): Promise<HeldPiece> {
		const piece = this.#pieces.get(index) ?? this.#load(index, this.#memory.lend(), load);
		this.#memory.wake(piece);
		piece.holders++;
		piece.wasTaken = true;
		try {
			const bytes = piece.buffer.subarray(0, await piece.bytes);
			return {bytes, [Symbol.dispose]: () => this.#release(piece)};
		} catch (error) {
			this.#release(piece);
			throw error;
		}
	}

	/** Have a piece read that is taken next, unless it is there already or memory is scarce. */
	async expect(index: number, load: LoadPiece): Promise<void> {
		const buffer = this.#pieces.has(index) ? undefined : this.#memory.lendAhead();
		if (buffer === undefined) {
			return;
		}

		const piece = this.#load(index, buffer, load);
		piece.holders++;
		await piece.bytes.catch(() => undefined); // Who takes it is told.
		this.#memory.arrived();
		this.#release(piece);
	}

	/** Give all memory back. Nobody sends the file any more. */
	clear(): void {
		for (const piece of this.#pieces.values()) {
			this.#memory.giveBack(piece);
		}

		this.#pieces.clear();
	}

	#load(index: number, buffer: Buffer, load: LoadPiece): Piece {
		const forget = (): boolean => this.#pieces.delete(index);
		const bytes = load(index, buffer);
		const piece = {index, buffer, bytes, forget, holders: 0, wasTaken: false};
		this.#pieces.set(index, piece);
		bytes.catch(forget);
		return piece;
	}

	#release(piece: Piece): void {
		piece.holders--;
		if (piece.holders > 0) {
			return;
		}

		const isThere = this.#pieces.get(piece.index) === piece; // Else it could not be read.
		if (isThere && (!piece.wasTaken || this.readers > 1)) {
			this.#memory.keep(piece, {isExpected: !piece.wasTaken});
			return;
		}

		if (isThere) {
			piece.forget();
		}

		this.#memory.giveBack(piece);
	}
}
