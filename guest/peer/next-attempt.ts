/** How one attempt to get a file stands. */
export type AttemptState =
	| {readonly phase: 'dialling'}
	/** Connected, and not a byte yet. */
	| {readonly phase: 'silent'; readonly forMs: number}
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
	/** Most attempts at once that have brought nothing yet, or are slow. */
	readonly maxWaiting: number;
	/** An attempt that brought less than `hedgeBytes` within so many milliseconds is slow. */
	readonly hedgeMs: number;
	readonly hedgeBytes: number;
	/** A fast attempt of this age, in milliseconds, gets a rival all the same: it may be endless. Two fast ones get a third at twice the age, and so on. */
	readonly rivalMs: number;
	/** Most attempts at once that are fast. */
	readonly maxRivals: number;
};

/**
Whether to ask one more holder now.

While none has answered, dial one after the other in quick steps. Once one sends well, leave it alone; when none does, or one has been sending for long, one more may try. The more are silent, the less patience the next one gets: a list of a hundred silent holders must not take an hour.

@param sinceLastMs - Time since the last attempt began, in milliseconds.
*/
export const isNextDue = (
	attempts: readonly AttemptState[],
	{sinceLastMs, ...limits}: HedgeLimits & {readonly sinceLastMs: number},
): boolean => {
	if (attempts.length === 0) {
		return true;
	}

	const isSlow = (attempt: AttemptState): boolean =>
		attempt.phase !== 'receiving' || (attempt.forMs >= limits.hedgeMs && attempt.recentBytes < limits.hedgeBytes);
	const slow = attempts.filter(isSlow);
	const fast = attempts.length - slow.length;
	if (sinceLastMs < limits.connectMs || slow.length >= limits.maxWaiting || fast >= limits.maxRivals) {
		return false;
	}

	const mayHaveRival = (attempt: AttemptState): boolean =>
		attempt.phase === 'dialling' ||
		(attempt.phase === 'silent' && attempt.forMs >= limits.hedgeMs / slow.length) ||
		(attempt.phase === 'receiving' && (isSlow(attempt) || attempt.forMs >= limits.rivalMs * fast));
	return attempts.every(mayHaveRival);
};
