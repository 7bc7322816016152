/** The middle of some figures; of two middles, the mean. Not a number when there are none. */
export const median = (figures: readonly number[]): number => {
	const sorted = figures.toSorted((one, other) => one - other);
	const [low = Number.NaN, high = low] = sorted.slice(
		Math.ceil(sorted.length / 2) - 1,
		Math.floor(sorted.length / 2) + 1,
	);
	return (low + high) / 2;
};
