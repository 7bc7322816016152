import type {ClassRow} from './class-matrix.ts';
import type {ReportedCase} from './reported-case.ts';

/**
What a submission had best mend first: of the groups of cases the one that failed cases cost most points in, and in it the dearest case.

@returns `points` is what the failed cases of the group cost together, rounded to tenths; undefined when none failed.
*/
export const mendFirst = ({
	cases,
	lost = new Map(),
}: Pick<ClassRow, 'cases' | 'lost'>): {readonly dearest: ReportedCase; readonly points: number} | undefined => {
	const failed = cases.filter(({verdict}) => verdict === 'fail');
	const costOf = (all: readonly ReportedCase[]): number => all.reduce((sum, one) => sum + (lost.get(one) ?? 0), 0);
	const [most] = [...Map.groupBy(failed, ({group}) => group).values()].toSorted(
		(a, b) => costOf(b) - costOf(a) || urgency(a) - urgency(b),
	);
	const [dearest] = most?.toSorted((a, b) => costOf([b]) - costOf([a]) || urgency([a]) - urgency([b])) ?? [];
	return most === undefined || dearest === undefined
		? undefined
		: {dearest, points: Math.round(costOf(most) * 10) / 10};
};

/** Where the points are the same, what must be comes first. */
const urgency = (cases: readonly ReportedCase[]): number =>
	Math.min(...cases.map(({level}) => ['must', 'should', 'information'].indexOf(level)));
