/** A stretch of time until now in which the machine was crowded. */
export type Crowding = {
	/** How long it was, in seconds. */
	readonly seconds: number;
	/** Part of it in which what runs here wanted a processor and waited for one: of the two that waited most, together. */
	readonly share: number;
};

/** Length of a stretch that is looked at, in milliseconds: shorter than any limit in time that is judged. */
const STRETCH_MS = 2000;

/** From this share on, a stretch is told: half of what was to happen in it did not. */
export const CROWDED_SHARE = 0.5;

/**
Watch how long the programs of a run wait for processors, and tell each stretch of time in which it is much. Nothing is waited longer for it: it is for whoever judges afterwards that something took too long.

@param waitedMs - How long each of them wanted a processor so far and waited for one, in milliseconds, always in the same order.
@returns Disposing it looks at what is left, and ends it.
*/
export const watchCrowd = (
	waitedMs: () => readonly number[],
	tell: (crowding: Crowding) => void,
	{nowMs = () => performance.now()}: {readonly nowMs?: () => number} = {},
): Disposable => {
	let before = {atMs: nowMs(), waited: waitedMs()};
	const look = (): void => {
		const now = {atMs: nowMs(), waited: waitedMs()};
		const passedMs = now.atMs - before.atMs;
		const [most = 0, second = 0] = now.waited
			.map((ms, at) => Math.max(0, ms - (before.waited[at] ?? 0)))
			.toSorted((a, b) => b - a);
		const share = Math.min(1, (most + second) / passedMs);
		if (passedMs > 0 && share >= CROWDED_SHARE) {
			tell({seconds: passedMs / 1000, share});
		}

		before = now;
	};
	const timer = setInterval(look, STRETCH_MS).unref();
	return {
		[Symbol.dispose]() {
			clearInterval(timer);
			look();
		},
	};
};
