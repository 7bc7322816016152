/** What one look tells of some processes, each in milliseconds since some beginning. */
export type ProcessorLook = {
	/** How long they wanted a processor and waited for one. */
	readonly waitedMs: number;
	/** How long they, and whatever they are to blame for, had one. */
	readonly usedMs: number;
	/** How long anybody had one, they among them. */
	readonly busyMs: number;
};

/**
Counts how long some processes waited for a processor because others had it: of each wait, the share of the processors' work meanwhile that was not their own. Who spins, forks or floods beside nobody makes its own crowd, which is no excuse for it.

@param look - Undefined once they are gone: then there is no more.
@returns Asks how long so far, in milliseconds.
*/
export const stealTime = (look: () => ProcessorLook | undefined): (() => number) => {
	let last = look();
	let stealMs = 0;
	let share = 1;
	return () => {
		const now = look();
		if (now === undefined) {
			return stealMs;
		}

		if (last === undefined) {
			last = now;
			return stealMs;
		}

		const busyMs = now.busyMs - last.busyMs;
		if (busyMs >= LEAST_BUSY_MS) {
			share = Math.min(1, Math.max(0, 1 - Math.max(0, now.usedMs - last.usedMs) / busyMs));
		}

		const stealSince = Math.max(0, now.waitedMs - last.waitedMs) * share;
		if (busyMs >= LEAST_BUSY_MS) {
			stealMs += stealSince;
			last = now;
			return stealMs;
		}

		return stealMs + stealSince;
	};
};

/** The system counts its work in steps of ten milliseconds: over less than so much of it, a share would be chance. */
const LEAST_BUSY_MS = 200;
