import type {ClassRow} from './class-matrix.ts';
import type {ReportedCase} from './reported-case.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

/** All cases of one group, a section of the protocol or a scenario, as one cell. */
export type GroupCell = {
	readonly verdict: ReportedCase['verdict'];
	/** What stands in it: how many failed, or a verdict's sign. */
	readonly text: string;
	/** Which cases did not pass, in words. */
	readonly hint: string;
};

/** The groups of a class, in the order in which they first turn up. */
export const groupsOf = (rows: readonly ClassRow[]): string[] => [
	...new Set(rows.flatMap(({cases}) => cases.map(({group}) => group))),
];

/** The worst verdict of a group stands for it. */
export const groupCell = (cases: readonly ReportedCase[]): GroupCell => {
	const worst = worstFirst.find(verdict => cases.some(one => one.verdict === verdict)) ?? 'not run';
	const these = cases.filter(({verdict}) => verdict === worst);
	return {
		verdict: worst,
		text: worst === 'fail' ? String(these.length) : verdictSign(worst),
		hint:
			worst === 'pass'
				? 'all passed'
				: `${verdictWord(worst).toLowerCase()}: ${these.map(({title}) => title).join('; ')}`,
	};
};

const worstFirst: ReadonlyArray<ReportedCase['verdict']> = ['fail', 'error', 'unknown', 'pass', 'not run'];
