/** Order in which the 64 coefficients of a block are written, lowest frequencies first (ITU-T T.81, figure A.6). */
export const ZIGZAG: readonly number[] = [
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
	55, 62, 63,
];

/** Quantisation steps in zigzag order: finer than the standard's example (T.81, table K.1), for pictures without visible blocks. */
export const STEPS: readonly number[] = ZIGZAG.map(
	place => 2 + Math.floor(((place % 8) + Math.floor(place / 8)) * 1.5),
);

/** A Huffman table as a file holds it: how many codes there are of each length from 1 to 16, and their symbols. */
export type HuffmanTable = {readonly counts: readonly number[]; readonly symbols: readonly number[]};

/** Sizes of DC differences (T.81, table K.3). */
export const DC_TABLE: HuffmanTable = {
	counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
	symbols: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};

/**
Runs of zeros and sizes of AC coefficients, one byte each.

Not the standard's example (table K.5) but a shorter one of our own: 8 symbols of 4 bits, 40 of 7, 70 of 9 and 44 of 10. Together they leave codes free, so that none is all ones (section C).
*/
export const AC_TABLE: HuffmanTable = (() => {
	const symbols = [0x00, 0xf0];
	for (let run = 0; run < 16; run++) {
		for (let size = 1; size <= 10; size++) {
			symbols.push(run * 16 + size);
		}
	}

	const cost = (symbol: number): number =>
		symbol === 0 ? 0 : symbol === 0xf0 ? 99 : (symbol >> 4) * 2 + (symbol & 15);
	symbols.sort((a, b) => cost(a) - cost(b) || a - b);
	return {counts: [0, 0, 0, 8, 0, 0, 40, 0, 70, 44, 0, 0, 0, 0, 0, 0], symbols};
})();
