import type {ReportedCase} from './reported-case.ts';
import {type GradedRow, gradeBy, onlyNote, type Rubric} from './rubric.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

/**
A grade as Gradescope's autograder wants it (https://gradescope-autograders.readthedocs.io/en/latest/specs/), as the text of its `results.json`.

@param seconds - How long it all took.
*/
export const gradescopeJson = (
	cases: readonly ReportedCase[],
	{rubric, seconds, only}: {readonly rubric: Rubric; readonly seconds: number; readonly only?: string | undefined},
): string => {
	const rows = gradeBy(rubric, cases);
	const counted = new Set(rows.flatMap(row => row.cases));
	const told = cases.filter(one => !counted.has(one));
	return `${JSON.stringify(
		{
			score: Math.round(rows.reduce((sum, {score}) => sum + score, 0) * 100) / 100,
			execution_time: Math.round(seconds),
			output: `${rubric.title}: ${rows.reduce((sum, {passed}) => sum + passed, 0)} of ${counted.size} cases passed.${only === undefined ? '' : ` ${onlyNote(only)}`}`,
			output_format: 'text',
			visibility: 'visible',
			stdout_visibility: 'hidden',
			tests: [
				...rows.map((row, index) => rowTest(row, index)),
				...(told.length === 0
					? []
					: [{name: 'For information', output: told.map(one => caseText(one)).join('\n'), output_format: 'text'}]),
			],
		},
		undefined,
		'\t',
	)}\n`;
};

const rowTest = ({row, cases, passed, score}: GradedRow, index: number): object => ({
	number: String(index + 1),
	name: `${row.title} (${passed} of ${cases.length})`,
	score,
	max_score: row.points,
	status: passed === cases.length && cases.length > 0 ? 'passed' : 'failed',
	output: cases.length === 0 ? 'Nothing of this was run.' : cases.map(one => caseText(one)).join('\n'),
	output_format: 'text',
});

const caseText = ({id, title, verdict, level, because, lines, advice}: ReportedCase): string =>
	[
		`${verdictSign(verdict)} ${verdictWord(verdict)}  ${id} (${level}): ${title}`,
		...(verdict === 'pass' || because === undefined ? [] : [`    ${because.replaceAll('\n', '\n    ')}`]),
		...(verdict === 'pass' ? [] : lines.slice(0, MAX_LINES).map(line => `    ${line}`)),
		...(verdict === 'pass' || advice === undefined ? [] : [`    Look at: ${advice}`]),
	].join('\n');

/** Most lines of evidence for a case: Gradescope cuts long output, and nobody scrolls that far. */
const MAX_LINES = 20;
