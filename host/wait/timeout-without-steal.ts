import {type Pace, watchWithoutSteal} from './pace.ts';

/**
A limit in time for what happens on nodes: as `AbortSignal.timeout()`, but on slow ones it is longer by as much, and time in which they waited for a processor does not count.

So a program that hangs on a machine with time to spare is found out when the limit says, and on a crowded one nobody is hurried. It keeps no process alive.

@param limitMs - On good nodes with processors of their own.
*/
export const timeoutWithoutSteal = (limitMs: number, pace: Pace = {}): AbortSignal => {
	const late = new AbortController();
	const passedMs = watchWithoutSteal(pace);
	const look = (): void => {
		const leftMs = limitMs * (pace.slowness ?? 1) - passedMs(); // Asked anew: it may have been found out meanwhile.
		if (leftMs <= 0) {
			late.abort(new DOMException(`${Math.round(limitMs)} ms are over`, 'TimeoutError'));
		} else {
			setTimeout(look, Math.max(LEAST_WAIT_MS, leftMs)).unref();
		}
	};
	look();
	return late.signal;
};

/** What is left on a crowded machine shrinks and shrinks, and each look asks the system of every thread of every guest. */
const LEAST_WAIT_MS = 50;
