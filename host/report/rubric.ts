import type {ReportedCase} from './reported-case.ts';

/** How verdicts become points. Written by an instructor as JSON; docs/grading.md says how. */
export type Rubric = {
	readonly schemaVersion: 1;
	readonly title: string;
	readonly rows: readonly RubricRow[];
};

/** One line of a grade: its points are shared evenly by all cases that match. */
export type RubricRow = {
	readonly title: string;
	readonly points: number;
	/** Ids of cases; `*` stands for any text. A case counts in the first row that names it. */
	readonly cases: readonly string[];
	/** Which levels count; by default `must` and `should`. */
	readonly levels?: ReadonlyArray<ReportedCase['level']>;
	/** Points only when every case passed. */
	readonly allOrNothing?: boolean;
};

/** What one row came to. */
export type GradedRow = {
	readonly row: RubricRow;
	readonly cases: readonly ReportedCase[];
	readonly passed: number;
	/** Rounded to hundredths. */
	readonly score: number;
};

/**
Grade cases by a rubric. What is undecided earns nothing: a run in which nothing happened proves nothing. What was not run neither earns nor costs, unless nothing of a row was, or the program forfeited it. Claims about the run itself do not count, and a submission that is only built so far has no points.

@returns A row each, in the rubric's order; a row without cases has a score of 0.
*/
export const gradeBy = (rubric: Rubric, cases: readonly ReportedCase[]): GradedRow[] => {
	const taken = new Set<ReportedCase>();
	const nothingYet = isOnlyBuilt(cases);
	return rubric.rows.map(row => {
		const levels = row.levels ?? ['must', 'should'];
		const theirs = cases.filter(
			one =>
				!taken.has(one) &&
				one.aboutRun !== true &&
				levels.includes(one.level) &&
				row.cases.some(pattern => matches(one.id, pattern)),
		);
		for (const one of theirs) {
			taken.add(one);
		}

		const run = theirs.filter(counts).length;
		const passed = theirs.filter(({verdict}) => verdict === 'pass').length;
		const share = run === 0 || nothingYet ? 0 : passed / run;
		const earned = row.allOrNothing === true && share < 1 ? 0 : share * row.points;
		return {row, cases: theirs, passed, score: Math.round(earned * 100) / 100};
	});
};

/**
What each case that did not pass costs, in points: its even share of what its row gives.

@returns Only cases that cost something.
*/
export const pointsLost = (rubric: Rubric, cases: readonly ReportedCase[]): ReadonlyMap<ReportedCase, number> =>
	new Map(
		gradeBy(rubric, cases).flatMap(({row, cases: theirs}) => {
			const run = theirs.filter(counts);
			return run
				.filter(({verdict}) => verdict !== 'pass')
				.map((one): [ReportedCase, number] => [one, row.points / run.length]);
		}),
	);

/** Whether grading has come to nothing but the build: that says nothing about the points there will be. */
export const isOnlyBuilt = (cases: readonly ReportedCase[]): boolean =>
	cases.some(({pending}) => pending) && cases.every(({group, pending}) => pending || group === 'build');

const counts = ({verdict, forfeited}: ReportedCase): boolean => verdict !== 'not run' || forfeited === true;

/**
Read a rubric.

@throws {Error} Names the place that is wrong.
*/
export const parseRubric = (text: string): Rubric => {
	const rubric: unknown = JSON.parse(text.replace(/^\uFEFF/, '')); // Editors put a byte order mark before it.
	if (!isRecord(rubric) || rubric['schemaVersion'] !== 1) {
		throw new Error('"schemaVersion" has to be 1');
	}

	if (typeof rubric['title'] !== 'string' || !Array.isArray(rubric['rows'])) {
		throw new Error('a rubric has a "title" and "rows"');
	}

	for (const [index, row] of rubric['rows'].entries()) {
		const complaint = rowProblem(row);
		if (complaint !== undefined) {
			throw new Error(`row ${index + 1}: ${complaint}`);
		}
	}

	return rubric as Rubric; // Every part of it was looked at.
};

const rowProblem = (row: unknown): string | undefined => {
	if (!isRecord(row)) {
		return 'is no object';
	}

	const {title, points, cases, levels = [], allOrNothing = false} = row;
	if (typeof title !== 'string') {
		return 'has no "title"';
	}

	if (typeof points !== 'number' || !(points >= 0 && points <= MAX_POINTS)) {
		return `"points" has to be a number, 0 to ${MAX_POINTS}`;
	}

	if (!isTexts(cases) || cases.length === 0) {
		return '"cases" has to name at least one case, like "good/*"';
	}

	if (!isTexts(levels) || !levels.every(level => ['must', 'should', 'information'].includes(level))) {
		return '"levels" takes must, should and information';
	}

	return typeof allOrNothing === 'boolean' ? undefined : '"allOrNothing" is true or false';
};

/** Far above any course, and far below what a sum of hundredths loses. */
const MAX_POINTS = 1_000_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every(item => typeof item === 'string');

const matches = (id: string, pattern: string): boolean =>
	new RegExp(
		`^${pattern
			.split('*')
			.map(part => RegExp.escape(part))
			.join('.*')}$`,
	).test(id);

/** What every page says when only a part of the work was asked for. */
export const onlyNote = (only: string): string =>
	`Only a part was graded (--only ${only}): the points are those of this part, and no grade.`;
