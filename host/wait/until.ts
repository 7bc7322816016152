import {setTimeout as pause} from 'node:timers/promises';
import {HarnessError} from '../harness-error.ts';

/**
Ask again and again until there is an answer: the one polling loop of the project, for what has no event.

@param what - Completes "Gave up waiting for …".
@param probe - Answers undefined for "not yet". A throw ends the wait: "failed" is never retried.
@param signal - Ends the wait; a deadline is `AbortSignal.timeout()`, joined to the caller's with `AbortSignal.any()`.
@param everyMs - Pause between two probes, in milliseconds.
@returns The first answer.
@throws {HarnessError} If the signal aborts first; its reason is the cause.
*/
export const until = async <Value>(
	what: string,
	probe: (signal: AbortSignal) => Promise<Value | undefined>,
	{signal, everyMs = 100}: {readonly signal: AbortSignal; readonly everyMs?: number},
): Promise<Value> => {
	const startedMs = performance.now();
	try {
		for (;;) {
			signal.throwIfAborted();
			const answer = await probe(signal);
			if (answer !== undefined) {
				return answer;
			}

			await pause(everyMs, undefined, {signal});
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}

		const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
		throw new HarnessError(`Gave up waiting for ${what} after ${seconds} s.`, {cause: signal.reason});
	}
};
