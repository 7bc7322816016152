import type {HistoryEvent} from '../history/event.ts';

/** How many times slower the nodes of this run were than good ones: what time limits are scaled by, so that no program is blamed for a busy machine. 1 where nobody measured it. */
export const paceOf = (history: readonly HistoryEvent[]): number =>
	Math.max(1, ...history.map(event => (event.type === 'pace' ? event.slowness : 1)));
