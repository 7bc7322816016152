/**
The word somebody probably meant.

@returns The one with the fewest letters changed, added, removed or swapped, if that is at most a third of them; else `undefined`.
*/
export const nearestWord = (typed: string, known: readonly string[]): string | undefined => {
	const [best] = known
		.map(word => ({word, distance: distance(typed.toLowerCase(), word.toLowerCase())}))
		.sort((a, b) => a.distance - b.distance);
	return best !== undefined && best.distance <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
};

/** A hint that names the nearest word, or all when none is near. */
export const meant = (typed: string, known: readonly string[]): string => {
	const nearest = nearestWord(typed, known);
	return nearest === undefined ? `There are: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
};

/** Optimal string alignment distance: Levenshtein's, with a swap of neighbours as one change. */
const distance = (a: string, b: string): number => {
	let before: number[] = [];
	let above = Array.from({length: b.length + 1}, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(
				Math.min(
					(above[column] ?? 0) + 1,
					(current[column - 1] ?? 0) + 1,
					(above[column - 1] ?? 0) + (same ? 0 : 1),
					swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}

		[before, above] = [above, current];
	}

	return above[b.length] ?? 0;
};
