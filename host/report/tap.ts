import type {ReportedCase} from './reported-case.ts';

/**
The cases as TAP 14 (https://testanything.org/tap-version-14-specification.html). What is broken below `must` is marked TODO, which TAP does not count as a failure.
*/
export const tap = (cases: readonly ReportedCase[]): string =>
	[
		'TAP version 14',
		`1..${cases.length}`,
		...cases.flatMap((one, index) => [point(one, index + 1), ...details(one)]),
		'',
	].join('\n');

const point = ({id, title, verdict, level, because}: ReportedCase, number: number): string => {
	const ok = verdict === 'pass' || verdict === 'not run' ? 'ok' : 'not ok';
	const directive =
		verdict === 'not run'
			? ` # SKIP ${plain(because ?? '')}`
			: ok === 'not ok' && level !== 'must'
				? ` # TODO ${level}`
				: '';
	return `${ok} ${number} - ${plain(`${id}: ${title}`)}${directive}`;
};

const details = ({verdict, level, because, lines, advice}: ReportedCase): string[] =>
	verdict === 'pass' || verdict === 'not run'
		? []
		: [
				'  ---',
				`  verdict: ${verdict}`,
				`  level: ${level}`,
				...(because === undefined ? [] : [`  because: ${JSON.stringify(because)}`]),
				...(advice === undefined ? [] : [`  look at: ${JSON.stringify(advice)}`]),
				...(lines.length === 0 ? [] : ['  evidence:', ...lines.map(line => `    - ${JSON.stringify(line)}`)]),
				'  ...',
			];

/** A description is one line, and `#` would begin a directive. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\#]/g, String.raw`\$&`).trim();
