import {formatCount} from './amounts.ts';
import type {ReportedCase} from './reported-case.ts';

/** The chapters of a report for whoever wrote a program, the most urgent first. */
export const chaptersOf = (cases: readonly ReportedCase[]): Readonly<Record<ChapterName, readonly ReportedCase[]>> => {
	const failed = (level: ReportedCase['level']): ReportedCase[] =>
		cases.filter(one => one.verdict === 'fail' && one.level === level);
	return {
		'What has to be mended': failed('must'),
		'What would be better': failed('should'),
		'What could not be decided': cases.filter(({verdict}) => verdict === 'unknown' || verdict === 'error'),
		'What was not run': cases.filter(({verdict, pending}) => verdict === 'not run' && !pending),
		'Where the original programs behave otherwise (nothing to mend)': failed('information'),
		'What is right': cases.filter(({verdict}) => verdict === 'pass'),
	};
};

export type ChapterName =
	| 'What has to be mended'
	| 'What would be better'
	| 'What could not be decided'
	| 'What was not run'
	| 'Where the original programs behave otherwise (nothing to mend)'
	| 'What is right';

/** What a report of a submission that is not graded to the end says first; nothing for any other. */
export const pendingNote = (cases: readonly ReportedCase[]): string[] => {
	const count = cases.filter(({pending}) => pending).length;
	return count === 0
		? []
		: [
				`Grading is not through: ${formatCount(count, 'piece')} of work ${count === 1 ? 'is' : 'are'} still to be done.`,
			];
};

/** Cases of a chapter by why they are in it: what does not build is told once, and not for each scenario it was not run in. */
export const byReason = (cases: readonly ReportedCase[]): ReadonlyMap<string, readonly ReportedCase[]> =>
	Map.groupBy(cases, ({because = ''}) => because);

/** Of the lines that show a case, those that a report holds, and a line about the rest. */
export const shownLines = (
	lines: readonly string[],
): {readonly shown: readonly string[]; readonly more: readonly string[]} => ({
	shown: lines.slice(0, MAX_LINES),
	more: lines.length > MAX_LINES ? [`… and ${lines.length - MAX_LINES} more lines`] : [],
});

/** Most lines that show one case. */
const MAX_LINES = 30;
