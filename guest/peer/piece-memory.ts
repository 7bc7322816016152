/** Bytes read and sent in one go. Measured: 256 KiB is where a Node loop comes closest to one in C. */
export const PIECE_BYTES = 256 * 1024;

/** Most pieces at once that are on their way before anybody asked for them. */
export const MOST_AHEAD = 8;

/** A piece of a file that lies in memory though nobody is sending it. */
export type IdlePiece = {
	readonly buffer: Buffer;
	/** Called when its memory is given to another piece. */
	readonly forget: () => void;
};

/** Memory for pieces: so much and no more, used again and again. Idle pieces stay until their memory is needed. */
export class PieceMemory {
	readonly #most: number;
	readonly #free: Buffer[] = [];
	/** Pieces that were sent, the one longest out of use first. */
	readonly #used = new Set<IdlePiece>();
	/** Pieces that were read for somebody who has not asked for them yet. */
	readonly #expected = new Set<IdlePiece>();
	#taken = 0;
	#ahead = 0;

	/** @param mostInUse - Pieces that are sent at once, at the most: there is always memory for so many, and for a few that are read ahead. */
	constructor({mostInUse}: {readonly mostInUse: number}) {
		this.#most = mostInUse + MOST_AHEAD;
	}

	/** Memory taken from the system so far, in bytes. */
	get takenBytes(): number {
		return this.#taken * PIECE_BYTES;
	}

	/** Memory for a piece that is needed now. */
	lend(): Buffer {
		return this.#spare() ?? takeFirst(this.#expected) ?? this.#allocate();
	}

	/** Memory for a piece that may be needed soon, if there is some that nobody waits for. `arrived()` has to follow. */
	lendAhead(): Buffer | undefined {
		const buffer = this.#ahead < MOST_AHEAD ? this.#spare() : undefined;
		this.#ahead += buffer === undefined ? 0 : 1;
		return buffer;
	}

	/** A piece that was read ahead is there, or cannot be read. */
	arrived(): void {
		this.#ahead--;
	}

	/** Keep a piece for those who may want it, as long as nobody needs its memory: those that were `expected` longer than those that were sent. */
	keep(piece: IdlePiece, {isExpected}: {readonly isExpected: boolean}): void {
		(isExpected ? this.#expected : this.#used).add(piece);
	}

	/** A kept piece is in use again. */
	wake(piece: IdlePiece): void {
		this.#used.delete(piece);
		this.#expected.delete(piece);
	}

	/** Take back the memory of a piece that is of no use to anybody. */
	giveBack(piece: IdlePiece): void {
		this.wake(piece);
		this.#free.push(piece.buffer);
	}

	#spare(): Buffer | undefined {
		return this.#free.pop() ?? (this.#taken < this.#most ? this.#allocate() : takeFirst(this.#used));
	}

	#allocate(): Buffer {
		this.#taken++;
		return Buffer.allocUnsafeSlow(PIECE_BYTES);
	}
}

const takeFirst = (pieces: Set<IdlePiece>): Buffer | undefined => {
	for (const piece of pieces) {
		pieces.delete(piece);
		piece.forget();
		return piece.buffer;
	}

	return undefined;
};
