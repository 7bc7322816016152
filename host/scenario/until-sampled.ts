import {HarnessError} from '../harness-error.ts';
import type {HistoryEvent} from '../history/event.ts';
import {until} from '../wait/until.ts';

/** Longest wait for one sample, in milliseconds: ten times the interval of any substrate. */
const PATIENCE_MS = 10_000;

/**
Wait until an actor's program was measured some times more (1), so that the checks see what was done to it.

@returns Also when its program has ended, or nothing is measured: the scenario goes on, and the checks say what they make of that.
@throws {HarnessError} If `signal` aborts.
*/
export const untilSampled = async (
	actor: string,
	{
		history,
		signal,
		times = 1,
	}: {readonly history: readonly HistoryEvent[]; readonly signal: AbortSignal; readonly times?: number},
): Promise<void> => {
	const latest = () =>
		history.findLast(event => event.type.startsWith('program-') && 'actor' in event && event.actor === actor);
	const count = () => history.filter(event => event.type === 'resources' && event.actor === actor).length;
	const wanted = count() + times;
	const isOver = async () => count() >= wanted || latest()?.type === 'program-ended' || undefined;
	const patience = AbortSignal.timeout(PATIENCE_MS * times);
	try {
		await until(`samples of ${actor}`, isOver, {signal: AbortSignal.any([signal, patience])});
	} catch (error) {
		if (signal.aborted || !(error instanceof HarnessError)) {
			throw error;
		}
	}
};
