/**
A clock for tests whose two sides share one thread: it goes only while the thread is there for both.

When the system or another test holds the thread, neither side gets on; real time would run out for the one that waits.

@returns `now()` gives milliseconds since it was made. Disposing it stops it.
*/
export const loopClock = (): Disposable & {readonly now: () => number} => {
	let nowMs = 0;
	let lastMs = performance.now();
	const now = (): number => nowMs + Math.min(performance.now() - lastMs, MOST_MS);
	const timer = setInterval(() => {
		nowMs = now();
		lastMs = performance.now();
	}, TICK_MS);
	return {
		now,
		[Symbol.dispose]() {
			clearInterval(timer);
		},
	};
};

const TICK_MS = 5;

/** What counts of the time between two ticks. */
const MOST_MS = 10;
