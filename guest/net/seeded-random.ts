/** A seeded random stream: each call gives the next number from 0 up to, not including, 1. */
export type Random = () => number;

/** A random stream of its own for each seed and label, so that what one draws cannot shift what another does. */
export const seededRandom = (seed: number, label: string): Random => {
	let state = seed >>> 0;
	for (const char of label) {
		state = mix(state ^ char.charCodeAt(0));
	}

	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		return mix(state) / 2 ** 32;
	};
};

/** Spreads every bit of a 32-bit word over the whole word (a bijection: no two words share a result). */
const mix = (word: number): number => {
	let mixed = word;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
	return (mixed ^ (mixed >>> 15)) >>> 0;
};
