/** How fast the nodes of a run go: what limits in time are measured by, so that nobody is blamed for a slow or a busy machine. */
export type Pace = {
	/** How many times slower they are than good ones while they have the processors they want, measured: 1 or more. @default 1 */
	readonly slowness?: number;
	/** How long they wanted a processor so far and waited for one, added up, in milliseconds. Left out where nobody knows. */
	readonly lostMs?: () => number;
};

/** Time is stretched so much at most: who takes longer waits for something else. */
export const MAX_STRETCH = 8;

/**
How much of a stretch of time counts: what the nodes lost of it, waiting for a processor, does not.

@param passedMs - All of it.
@param lostMs - What they lost meanwhile; several may have waited at once, so it can be more than has passed.
*/
export const fairMs = (passedMs: number, lostMs: number): number =>
	Math.max(passedMs - Math.max(0, lostMs), passedMs / MAX_STRETCH);

/** Measures time as `fairMs()` counts it. @returns Asks how much has passed since this call, in milliseconds. */
export const fairWatch = ({lostMs = () => 0}: Pick<Pace, 'lostMs'> = {}): (() => number) => {
	const startedMs = performance.now();
	const lostBefore = lostMs();
	return () => fairMs(performance.now() - startedMs, lostMs() - lostBefore);
};
