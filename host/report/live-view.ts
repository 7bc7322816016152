import type {HistoryEvent} from '../history/event.ts';

/** What a person sees while something takes its time. Ended once, by `end()`; calls after that do nothing. */
export type LiveView = {
	/** A step begins, and the one before it is done. */
	readonly step: (title: string) => void;
	/** How far the present step is. */
	readonly progress: (progress: Progress) => void;
	/** Something happened in a run. */
	readonly event: (event: HistoryEvent) => void;
	/** A line to stay, between the others. */
	readonly say: (line: string) => void;
	/** No more will come; the present step is done, or it is what failed. */
	readonly end: (outcome: 'done' | 'failed') => void;
};

/** Of a step: `share` is 0 to 1 where it is known, `note` a few words beside it, `now` what goes on at this very moment and is told only where it can be taken back. */
export type Progress = {readonly share?: number; readonly note?: string; readonly now?: string};

/** What every view is made with. */
export type ViewOptions = {
	readonly write: (text: string) => void;
	/** A clock in milliseconds that never goes back. */
	readonly nowMs: () => number;
	/** Show each event, also those that only fill the record. */
	readonly verbose: boolean;
};

/** Whether an event is shown while the run goes on; the others are for the reports, or for `--verbose`. */
export const isWorthALine = (event: HistoryEvent): boolean =>
	!['resources', 'exchange', 'file-found', 'shares', 'story-ended'].includes(event.type) ||
	(event.type === 'story-ended' && event.outcome !== 'whole');
