/** How measurements spread: a tenth of them is below `low`, a tenth above `high`. */
export type Spread = {readonly low: number; readonly median: number; readonly high: number};

/** @param values - At least one. */
export const spreadOf = (values: readonly number[]): Spread => {
	const sorted = values.toSorted((left, right) => left - right);
	const at = (share: number): number =>
		sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
	return {low: at(0.1), median: at(0.5), high: at(0.9)};
};

/** The middle of some figures; of two middles, the mean. Not a number when there are none. */
export const median = (figures: readonly number[]): number => {
	const sorted = figures.toSorted((one, other) => one - other);
	const [low = Number.NaN, high = low] = sorted.slice(
		Math.ceil(sorted.length / 2) - 1,
		Math.floor(sorted.length / 2) + 1,
	);
	return (low + high) / 2;
};
