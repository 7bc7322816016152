import type {EventOf, HistoryEvent} from '../history/event.ts';

/** From when to when something was waited for that came too late, or not at all; in seconds of the scenario. */
export type Period = {readonly from: number; readonly to: number};

/** Of a wait in vain, so much must have been in a crowd for the crowd to be a reason for it. */
const ENOUGH_SHARE = 0.5;

/** Whether the machine was so crowded in most of each of these times that what was late may have been in time elsewhere. */
export const wasCrowded = (history: readonly HistoryEvent[], late: readonly Period[]): boolean =>
	late.length > 0 && late.every(period => crowdedShare(history, period) >= ENOUGH_SHARE);

/** What a failed judgement tells of these periods. @param periods - Of each failure; undefined where time is not to blame, which settles it. */
export const lateIn = (periods: ReadonlyArray<Period | undefined>): {readonly late?: readonly Period[]} => {
	const late = periods.filter(period => period !== undefined);
	return late.length === periods.length && late.length > 0 ? {late} : {};
};

/** From the asking for a download to its end; all of the scenario before that where nobody is known to have asked. */
export const waitFor = (
	{actor, file, at}: Pick<EventOf<'download-ended'>, 'actor' | 'file' | 'at'>,
	history: readonly HistoryEvent[],
): Period => {
	const asked = history.findLast(
		event => event.type === 'download-asked' && event.actor === actor && event.file === file && event.at <= at,
	);
	return {from: asked?.at ?? 0, to: at};
};

const crowdedShare = (history: readonly HistoryEvent[], {from, to}: Period): number => {
	const length = Math.max(to - from, LEAST_SECONDS);
	const crowded = history
		.filter(event => event.type === 'crowded')
		.map(({at, seconds}) => Math.max(0, Math.min(at, to) - Math.max(at - seconds, to - length)));
	return crowded.reduce((sum, seconds) => sum + seconds, 0) / length;
};

/** What happened in a moment had its reasons before. */
const LEAST_SECONDS = 5;
