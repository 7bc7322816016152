import type {Census} from './census.ts';

/** How much more of each there may be at the end than after the warm-up: what comes and goes with the traffic. */
const MAY_GROW: Readonly<Record<keyof Census, number>> = {
	heapMiB: 2,
	residentMiB: 40,
	descriptors: 60,
	resources: 100,
	abortListeners: 60,
	processListeners: 0,
};

/**
What grew from one part of a soak to its end, as sentences; none when all is flat.

The least of the second quarter is held against the least of the last one: traffic adds to what is held for good, and never takes away from it.
*/
export const growthIn = (samples: readonly Census[]): string[] => {
	const quarter = Math.max(1, Math.floor(samples.length / 4));
	const early = samples.slice(quarter, 2 * quarter);
	const late = samples.slice(-quarter);
	return (Object.keys(MAY_GROW) as Array<keyof Census>).flatMap(name => {
		const before = Math.min(...early.map(sample => sample[name]));
		const after = Math.min(...late.map(sample => sample[name]));
		return after > before + MAY_GROW[name]
			? [`${name} grew from ${round(before)} to ${round(after)}; ${MAY_GROW[name]} more would be traffic`]
			: [];
	});
};

const round = (amount: number): number => Math.round(amount * 10) / 10;
