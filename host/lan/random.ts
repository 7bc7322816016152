import {createHash} from 'node:crypto';

/** The next random number, from 0 to below 1. */
export type Random = () => number;

/**
A random stream with a name: the same seed and name always give the same numbers, and no other name's use shifts them.

The generator is sfc32 (PractRand by Chris Doty-Humphrey, public domain): fast, and good far beyond what a network fault needs.
*/
export const seededRandom = (seed: number, name: string): Random => {
	const digest = createHash('sha256').update(`${seed} ${name}`).digest();
	let a = digest.readInt32LE(0);
	let b = digest.readInt32LE(4);
	let c = digest.readInt32LE(8);
	let counter = 1;
	return () => {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = ((c << 21) | (c >>> 11)) + sum;
		c |= 0;
		return (sum >>> 0) / 2 ** 32;
	};
};
