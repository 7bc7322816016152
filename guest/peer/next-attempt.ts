/** How one attempt to get a file stands. */
export type AttemptState =
	| {readonly phase: 'dialling'}
	| {
			readonly phase: 'receiving';
			/** Time since the connection stood, in milliseconds. */
			readonly forMs: number;
			/** Bytes that came within the last `hedgeMs`. */
			readonly recentBytes: number;
	  };

/** When to ask a further holder though one is being asked. */
export type HedgeLimits = {
	/** Wait before another holder is dialled beside one that has not answered, in milliseconds. */
	readonly connectMs: number;
	readonly maxDials: number;
	/** An attempt that brought less than `hedgeBytes` within so many milliseconds is slow. */
	readonly hedgeMs: number;
	readonly hedgeBytes: number;
	/** An attempt older than so many milliseconds gets a rival though it is fast: it may be endless. */
	readonly rivalMs: number;
	readonly maxRivals: number;
};

/**
Whether to ask one more holder now.

While none has answered, dial one after the other in quick steps. Once one sends well, leave it alone; when all that send are slow, or have been sending for long, one more may try.

@param sinceLastMs - Time since the last attempt began, in milliseconds.
*/
export const isNextDue = (
	attempts: readonly AttemptState[],
	{sinceLastMs, ...limits}: HedgeLimits & {readonly sinceLastMs: number},
): boolean => {
	const receiving = attempts.filter(attempt => attempt.phase === 'receiving');
	const dialling = attempts.length - receiving.length;
	if (attempts.length === 0) {
		return true;
	}

	if (receiving.length >= limits.maxRivals || dialling >= limits.maxDials || sinceLastMs < limits.connectMs) {
		return false;
	}

	const isSlow = ({forMs, recentBytes}: {readonly forMs: number; readonly recentBytes: number}): boolean =>
		forMs >= limits.hedgeMs && recentBytes < limits.hedgeBytes;
	return receiving.every(attempt => isSlow(attempt) || (receiving.length === 1 && attempt.forMs >= limits.rivalMs));
};
