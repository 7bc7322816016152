import type {Happening, HistoryEvent} from './event.ts';

/** A history written by hand, one happening a second: for tests of checks and reports. */
export const historyOf = (...happenings: readonly Happening[]): HistoryEvent[] =>
	happenings.map((happening, index) => ({...happening, at: index}));
