/** Random choices that can be repeated: the same seed, the same choices. */
export type Choices = {
	/** A number from 0 up to 1, not 1 itself. */
	readonly random: () => number;
	/** A whole number from 0 up to `below`, not `below` itself. */
	readonly below: (below: number) => number;
	/** One of some things. */
	readonly oneOf: <Thing>(things: readonly [Thing, ...Thing[]]) => Thing;
};

/** Random choices of a seed (mulberry32). */
export const seededChoices = (seed: number): Choices => {
	let state = seed >>> 0;
	const random = (): number => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number): number => Math.floor(random() * limit);
	return {random, below, oneOf: things => things[below(things.length)] ?? things[0]};
};
