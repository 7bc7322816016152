import type {HistoryEvent} from '../../history/event.ts';
import {untilDone} from '../../scenario/patience.ts';
import {StoryError} from '../../scenario/story-error.ts';

/** Longest wait for one sample, in milliseconds: several times the interval of any substrate. */
const PATIENCE_MS = 6000;

/**
Wait until an actor's program was measured some times more (1), so that the checks see what an attack did to it. Where
nothing is measured, or the program is gone, the story goes on, and the checks say what they make of that.
*/
export const untilSampled = async (
	actor: string,
	{
		history,
		signal,
		times = 1,
	}: {readonly history: readonly HistoryEvent[]; readonly signal: AbortSignal; readonly times?: number},
): Promise<void> => {
	const count = () => history.filter(event => event.type === 'resources' && event.actor === actor).length;
	const wanted = count() + times;
	const patienceMs = PATIENCE_MS + 1000 * times;
	try {
		await untilDone(`samples of ${actor}`, async () => count() >= wanted || undefined, {signal, patienceMs});
	} catch (error) {
		if (!(error instanceof StoryError)) {
			throw error;
		}
	}
};
