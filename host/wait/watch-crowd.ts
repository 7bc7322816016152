/** A stretch of time until now in which the machine was crowded. */
export type Crowding = {
	/** How long it was, in seconds. */
	readonly seconds: number;
	/** Part of it in which what runs here wanted a processor that others had: of the two that waited most, together. */
	readonly share: number;
};

/** Length of a stretch that is looked at, in milliseconds: shorter than any limit in time that is judged. */
const STRETCH_MS = 2000;

/** From this share on, a stretch is told: half of what was to happen in it did not. */
export const CROWDED_SHARE = 0.5;

/**
Watch how long the programs of a run wait for processors, and tell each stretch of time in which it is much. Nothing is waited longer for it: it is for whoever judges afterwards that something took too long.

@param waitedMs - How long each of them wanted a processor so far that others than itself had, in milliseconds, always in the same order.
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
		const share = crowdedShare(before.waited, now.waited, passedMs);
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

/**
Look back on a stretch of any length.

@param waitedMs - As for `watchCrowd()`; undefined where nobody knows: then it is never crowded.
@returns Asks whether the stretch since this call was crowded.
*/
export const crowdSince = (
	waitedMs: (() => readonly number[]) | undefined,
	{nowMs = () => performance.now()}: {readonly nowMs?: () => number} = {},
): (() => boolean) => {
	const before = {atMs: nowMs(), waited: waitedMs?.() ?? []};
	return () => crowdedShare(before.waited, waitedMs?.() ?? [], nowMs() - before.atMs) >= CROWDED_SHARE;
};

const crowdedShare = (before: readonly number[], now: readonly number[], passedMs: number): number => {
	const [most = 0, second = 0] = now.map((ms, at) => Math.max(0, ms - (before[at] ?? 0))).toSorted((a, b) => b - a);
	return passedMs > 0 ? Math.min(1, (most + second) / passedMs) : 0;
};
