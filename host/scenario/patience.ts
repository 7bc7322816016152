import {until} from '../wait/until.ts';
import {StoryError} from './story-error.ts';

/** How long a program may take for one thing that every working one does in a second or two, in milliseconds, on nodes that are not slow. */
const PATIENCE_MS = 30_000;

/** Between two looks, in milliseconds: an emulated guest pays dearly for each connection. */
const LOOK_EVERY_MS = 200;

/** How long to wait for one thing, and what ends all waiting. */
export type Patience = {
	readonly signal: AbortSignal;
	/** How many times slower these nodes are than good ones, measured: 1 or more. */
	readonly slowness?: number;
	/** For what takes longer, or matters less. */
	readonly patienceMs?: number;
	/** Who is waited for; the program under test when left out. */
	readonly who?: 'program' | 'adversary';
};

/**
Wait for a program to do its part.

@param what - Completes "waited … s for ".
@throws {StoryError} If it takes too long: the program's fault. The end of `signal` is nobody's, and thrown as it is.
*/
export const untilDone = async <Value>(
	what: string,
	probe: (signal: AbortSignal) => Promise<Value | undefined>,
	{signal, slowness = 1, patienceMs = PATIENCE_MS, who = 'program'}: Patience,
): Promise<Value> => {
	const ms = Math.round(patienceMs * slowness);
	const patience = AbortSignal.timeout(ms);
	try {
		return await until(what, probe, {signal: AbortSignal.any([signal, patience]), everyMs: LOOK_EVERY_MS});
	} catch (error) {
		if (patience.aborted && !signal.aborted) {
			throw new StoryError(`Waited ${(ms / 1000).toFixed(0)} s in vain for ${what}.`, {
				outcome: who === 'program' ? 'stuck' : 'deadline',
				cause: error,
			});
		}

		throw error;
	}
};
