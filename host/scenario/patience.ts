import type {Pace} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {moreAndMoreSeldom, until} from '../wait/until.ts';
import {ScenarioError} from './scenario-error.ts';

/** How long a program may take for one thing that every working one does in a second or two, in milliseconds, on nodes that are not slow. */
const PATIENCE_MS = 30_000;

/** Between two looks, in milliseconds, at first: an emulated guest pays dearly for each connection. */
const LOOK_EVERY_MS = 200;

/** How long to wait for one thing, and what ends all waiting. */
export type Patience = {
	readonly signal: AbortSignal;
	readonly pace?: Pace;
	/** For what takes longer, or matters less. */
	readonly patienceMs?: number;
	/** Who is waited for; the program under test when left out. */
	readonly who?: 'program' | 'adversary';
};

/**
Wait for a program to do its part.

@param what - Completes "waited … s for ".
@throws {ScenarioError} If it takes too long: the program's fault. The end of `signal` is nobody's, and thrown as it is.
*/
export const untilDone = async <Value>(
	what: string,
	probe: (signal: AbortSignal) => Promise<Value | undefined>,
	{signal, pace = {}, patienceMs = PATIENCE_MS, who = 'program'}: Patience,
): Promise<Value> => {
	const startedMs = performance.now();
	const patience = timeoutWithoutSteal(patienceMs, pace);
	try {
		return await until(what, probe, {
			signal: AbortSignal.any([signal, patience]),
			everyMs: moreAndMoreSeldom(LOOK_EVERY_MS),
		});
	} catch (error) {
		if (patience.aborted && !signal.aborted) {
			const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
			throw new ScenarioError(`Waited ${seconds} s in vain for ${what}.`, {
				outcome: who === 'program' ? 'stuck' : 'deadline',
				cause: error,
			});
		}

		throw error;
	}
};
