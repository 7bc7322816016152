import {seededRandom} from '../net/seeded-random.ts';

/** Random choices that can be repeated: the same seed, the same choices. */
export type Choices = {
	/** A whole number from 0 up to `below`, not `below` itself. */
	readonly below: (below: number) => number;
	/** One of some things. */
	readonly oneOf: <Thing>(things: readonly [Thing, ...Thing[]]) => Thing;
};

/** Random choices of a seed. */
export const seededChoices = (seed: number): Choices => {
	const random = seededRandom(seed, 'choices');
	const below = (limit: number): number => Math.floor(random() * limit);
	return {below, oneOf: things => things[below(things.length)] ?? things[0]};
};
