/** How fast the nodes of a run go: what limits in time are measured by, so that nobody is blamed for a slow or a busy machine. */
export type Pace = {
	/** How many times slower they are than good ones while they have the processors they want, measured: 1 or more. @default 1 */
	readonly slowness?: number;
	/** How long each of them wanted a processor so far and waited for one, in milliseconds, always in the same order. Left out where nobody knows. */
	readonly stealMs?: () => readonly number[];
};

/** Time is stretched so much at most: who takes longer waits for something else. */
export const MAX_STRETCH = 8;

/**
How much of a stretch of time counts: the steal time of the nodes, in which they waited for a processor, does not.

@param passedMs - All of it.
@param stealMs - The steal time of each of them meanwhile. Two count, those with the most: what is done on nodes is done between two, in turns; and even idle nodes have some on a crowded machine, all at once.
*/
export const msWithoutSteal = (passedMs: number, stealMs: readonly number[]): number => {
	const [most = 0, second = 0] = stealMs.map(ms => Math.max(0, ms)).toSorted((a, b) => b - a);
	return Math.max(passedMs - most - second, passedMs / MAX_STRETCH);
};

/** Measures time as `msWithoutSteal()` counts it. @returns Asks how much has passed since this call, in milliseconds. */
export const watchWithoutSteal = ({stealMs = () => []}: Pick<Pace, 'stealMs'> = {}): (() => number) => {
	const startedMs = performance.now();
	const stealBefore = stealMs();
	return () =>
		msWithoutSteal(
			performance.now() - startedMs,
			stealMs().map((ms, node) => ms - (stealBefore[node] ?? 0)),
		);
};
