import {setTimeout as pause} from 'node:timers/promises';
import {HarnessError} from '../harness-error.ts';

/**
Ask again and again until there is an answer: the one polling loop of the project, for what has no event.

@param what - Completes "Gave up waiting for …".
@param probe - Answers undefined for "not yet". A throw ends the wait: "failed" is never retried.
@param signal - Ends the wait; a deadline is `AbortSignal.timeout()`, joined to the caller's with `AbortSignal.any()`.
@param everyMs - Pause between two probes, in milliseconds; or what makes it of the time waited so far.
@returns The first answer.
@throws {HarnessError} If the signal aborts first; its reason is the cause.
*/
export const until = async <Value>(
	what: string,
	probe: (signal: AbortSignal) => Promise<Value | undefined>,
	{signal, everyMs = 100}: {readonly signal: AbortSignal; readonly everyMs?: number | ((waitedMs: number) => number)},
): Promise<Value> => {
	const startedMs = performance.now();
	try {
		for (;;) {
			signal.throwIfAborted();
			const answer = await probe(signal);
			if (answer !== undefined) {
				return answer;
			}

			const pauseMs = typeof everyMs === 'number' ? everyMs : everyMs(performance.now() - startedMs);
			await pause(pauseMs, undefined, {signal});
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}

		const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
		throw new HarnessError(`Gave up waiting for ${what} after ${seconds} s.`, {cause: signal.reason});
	}
};

/**
Pauses for what costs much to ask: often at first, and the longer it takes, the more seldom. What comes is noticed a twentieth of its time too late at most.

@param leastMs - The first pause, in milliseconds.
*/
export const moreAndMoreSeldom =
	(leastMs: number) =>
	(waitedMs: number): number =>
		Math.max(leastMs, waitedMs / 20);
