/**
How long to wait before the next try, in milliseconds.

The first waits are random within a second, the later ones within up to `capMs`: a thousand peers whose tracker restarts come back within seconds, spread out.

@param failures - Tries that failed in a row, 1 or more.
@param random - Between 0 and 1.
@see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
*/
export const backoffMs = ({
	failures,
	capMs,
	random,
}: {
	readonly failures: number;
	readonly capMs: number;
	readonly random: () => number;
}): number => Math.min(capMs, 1000 * 2 ** Math.min(failures - 1, 20)) * (0.1 + 0.9 * random());
