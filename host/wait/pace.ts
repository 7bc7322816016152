/** How fast the nodes of a run go: what limits in time are measured by, so that nobody is blamed for a slow or a busy machine. */
export type Pace = {
	/** How many times slower they are than good ones while they have the processors they want, measured: 1 or more. @default 1 */
	readonly slowness?: number;
	/** How long each of them wanted a processor so far and waited for one, in milliseconds, always in the same order. Left out where nobody knows. */
	readonly lostMs?: () => readonly number[];
};

/** Time is stretched so much at most: who takes longer waits for something else. */
export const MAX_STRETCH = 8;

/**
How much of a stretch of time counts: what the nodes lost of it, waiting for a processor, does not.

@param passedMs - All of it.
@param lostMs - What each of them lost meanwhile. Two count, those that lost most: what is done on nodes is done between two, in turns; and even nodes that idle lose something on a crowded machine, all at once.
*/
export const fairMs = (passedMs: number, lostMs: readonly number[]): number => {
	const [most = 0, second = 0] = lostMs.map(ms => Math.max(0, ms)).toSorted((a, b) => b - a);
	return Math.max(passedMs - most - second, passedMs / MAX_STRETCH);
};

/** Measures time as `fairMs()` counts it. @returns Asks how much has passed since this call, in milliseconds. */
export const fairWatch = ({lostMs = () => []}: Pick<Pace, 'lostMs'> = {}): (() => number) => {
	const startedMs = performance.now();
	const lostBefore = lostMs();
	return () =>
		fairMs(
			performance.now() - startedMs,
			lostMs().map((ms, node) => ms - (lostBefore[node] ?? 0)),
		);
};
