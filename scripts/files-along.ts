import type {Import} from './imports-of.ts';

/**
The files that somebody opens who follows the imports from one file to others: those that the first leads to and that lead to one of the last, at run time.

@param imports - Of all files. Those of types count for nothing: they are gone at run time.
@param without - Beginnings of paths that are not gone into.
@returns Paths from the root, in order of the alphabet, both ends among them. None, if no way leads there.
*/
export const filesAlong = (
	imports: readonly Import[],
	{
		from,
		to,
		without = [],
	}: {readonly from: string; readonly to: readonly string[]; readonly without?: readonly string[]},
): string[] => {
	const arrows = imports
		.filter(({kind, target}) => kind !== 'type' && target.startsWith('./'))
		.map(({file, target}) => ({file, target: target.slice('./'.length)}))
		.filter(({target}) => !without.some(beginning => target.startsWith(beginning)));
	const ahead = reached(
		[from],
		Map.groupBy(arrows, ({file}) => file),
		'target',
	);
	const behind = reached(
		to,
		Map.groupBy(arrows, ({target}) => target),
		'file',
	);
	return [...ahead].filter(file => behind.has(file)).sort();
};

const reached = <End extends 'file' | 'target'>(
	starts: readonly string[],
	arrows: ReadonlyMap<string, ReadonlyArray<Readonly<Record<End, string>>>>,
	end: End,
): ReadonlySet<string> => {
	const seen = new Set(starts);
	for (const file of seen) {
		for (const arrow of arrows.get(file) ?? []) {
			seen.add(arrow[end]);
		}
	}

	return seen;
};
