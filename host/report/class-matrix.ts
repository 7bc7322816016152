import type {ReportedCase} from './reported-case.ts';

/** A class: every submission with its cases, so far. */
export type ClassRow = {
	readonly name: string;
	readonly cases: readonly ReportedCase[];
	/** Points by the rubric. */
	readonly score: number;
	/** What each case that did not pass cost, in points. */
	readonly lost?: ReadonlyMap<ReportedCase, number>;
};

/** Submissions × cases. A case that a submission never came to is `not run`. */
export type ClassMatrix = {
	readonly ids: readonly string[];
	readonly titles: Readonly<Record<string, string>>;
	readonly rows: ReadonlyArray<ClassRow & {readonly verdicts: ReadonlyArray<ReportedCase['verdict']>}>;
};

/** Puts a class into rows and columns; columns in the order in which the cases first turn up, rows by name. */
export const classMatrix = (submissions: readonly ClassRow[]): ClassMatrix => {
	const titles: Record<string, string> = {};
	for (const {id, title} of submissions.flatMap(({cases}) => cases)) {
		titles[id] ??= title;
	}

	const ids = Object.keys(titles);
	const rows = submissions
		.toSorted((a, b) => a.name.localeCompare(b.name, 'en', {numeric: true}))
		.map(row => {
			const verdicts = new Map(row.cases.map(({id, verdict}) => [id, verdict]));
			return {...row, verdicts: ids.map(id => verdicts.get(id) ?? 'not run')};
		});
	return {ids, titles, rows};
};

/** The matrix as CSV (RFC 4180), one submission a line. */
export const classCsv = ({ids, rows}: ClassMatrix): string =>
	[
		['submission', 'score', 'passed', 'failed', 'undecided', ...ids],
		...rows.map(({name, score, verdicts}) => [
			name,
			String(score),
			...(['pass', 'fail', 'unknown'] as const).map(wanted =>
				String(verdicts.filter(verdict => verdict === wanted).length),
			),
			...verdicts,
		]),
	]
		.map(cells => `${cells.map(cell => csvCell(cell)).join(',')}\r\n`)
		.join('');

/** Quoted where CSV needs it; text that a spreadsheet would run as a formula is disarmed. */
const csvCell = (text: string): string => {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
