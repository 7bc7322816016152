import {until} from '../wait/until.ts';
import {StoryError} from './story-error.ts';

/** How long a program may take for one thing that every working one does in a second or two, in milliseconds; slow emulated guests included. */
export const PATIENCE_MS = 30_000;

/**
Wait for a program to do its part.

@param what - Completes "waited … s for ".
@throws {StoryError} If it takes longer than `patienceMs`: the program's fault. The end of `signal` is nobody's, and thrown as it is.
*/
export const untilDone = async <Value>(
	what: string,
	probe: (signal: AbortSignal) => Promise<Value | undefined>,
	{
		signal,
		patienceMs = PATIENCE_MS,
		everyMs = 100,
	}: {readonly signal: AbortSignal; readonly patienceMs?: number; readonly everyMs?: number},
): Promise<Value> => {
	const patience = AbortSignal.timeout(patienceMs);
	try {
		return await until(what, probe, {signal: AbortSignal.any([signal, patience]), everyMs});
	} catch (error) {
		if (patience.aborted && !signal.aborted) {
			throw new StoryError(`Waited ${patienceMs / 1000} s in vain for ${what}.`, {cause: error});
		}

		throw error;
	}
};
