import type {HistoryEvent} from '../history/event.ts';

/** How long a guest that is not busy takes to tell what a program uses, in milliseconds. */
const GOOD_TOLD_MS = 40;

/** So much slower at most, as for all waits: whoever takes longer is to blame. */
const MAX_PACE = 8;

/**
How many times slower the nodes of this run were than good ones: what time limits are scaled by, so that no program is blamed for a busy machine, or for a guest that an attack keeps busy below it. 1 where nobody measured it.

A program that sleeps or waits does not slow down its node, and is excused by nothing.
*/
export const paceOf = (history: readonly HistoryEvent[]): number =>
	Math.min(MAX_PACE, Math.max(1, ...history.map(paceAt)));

const paceAt = (event: HistoryEvent): number => {
	switch (event.type) {
		case 'pace':
			return event.slowness;
		case 'resources':
			return (event.toldMs ?? 0) / GOOD_TOLD_MS;
		default:
			return 1;
	}
};
