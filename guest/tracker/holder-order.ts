import {seededRandom} from '../net/seeded-random.ts';
import type {Peer} from './registry.ts';

/** The order in which WANT names the holders of a file. */
export type HolderOrder = {
	/** Randomness for one reply. */
	readonly random: (file: string) => () => number;
	/** What is done to the random order. */
	readonly arrange: (holders: readonly Peer[]) => readonly Peer[];
};

/**
The order of one tracker's replies.

@param seed - Makes the order the same for the same file and the same holders, however often it was asked before; so a scenario can be told again.
@param around - Holders whose alias begins so come first and last: whoever tries holders from either end meets one of them first.
@param random - Randomness without a seed.
*/
export const orderOfHolders = (
	{seed, around}: {readonly seed?: number | undefined; readonly around?: string | undefined},
	random: () => number,
): HolderOrder => ({
	random: file => (seed === undefined ? random : seededRandom(seed, file)),
	arrange: holders => (around === undefined ? holders : arrangeAround(holders, around)),
});

const arrangeAround = (holders: readonly Peer[], prefix: string): readonly Peer[] => {
	const outer = holders.filter(({alias}) => alias.startsWith(prefix));
	const inner = holders.filter(({alias}) => !alias.startsWith(prefix));
	const half = Math.ceil(outer.length / 2);
	return [...outer.slice(0, half), ...inner, ...outer.slice(half)];
};
