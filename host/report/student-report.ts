import {formatCount} from './amounts.ts';
import type {ReportedCase} from './reported-case.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

/**
A report that whoever wrote the program understands, as Markdown: what was tried, what happened, the lines that show it, what to look at.

@param name - Of the submission.
*/
export const studentReport = (
	name: string,
	cases: readonly ReportedCase[],
	{role}: {readonly role: string},
): string => {
	const broken = cases.filter(({verdict, level}) => verdict === 'fail' && level === 'must');
	const weak = cases.filter(({verdict, level}) => verdict === 'fail' && level === 'should');
	const otherwise = cases.filter(({verdict, level}) => verdict === 'fail' && level === 'information');
	const undecided = cases.filter(({verdict}) => verdict === 'unknown' || verdict === 'error');
	const notRun = cases.filter(({verdict}) => verdict === 'not run');
	const passed = cases.filter(({verdict}) => verdict === 'pass');
	return [
		`# ${plain(name)}: what your ${role} did`,
		'',
		`${passed.length} of ${formatCount(cases.length - otherwise.length, 'case')} passed. ${summary(broken, weak, undecided, notRun)}`,
		...chapter('What has to be mended', broken),
		...chapter('What would be better', weak),
		...chapter('What could not be decided', undecided),
		...list('Where the original programs behave otherwise (nothing to mend)', otherwise),
		...list('What was not run', notRun),
		...list('What is right', passed),
		'',
	].join('\n');
};

const summary = (
	broken: readonly ReportedCase[],
	weak: readonly ReportedCase[],
	undecided: readonly ReportedCase[],
	notRun: readonly ReportedCase[],
): string => {
	const parts = [
		[broken.length, 'must be mended'],
		[weak.length, 'would be better otherwise'],
		[undecided.length, 'could not be decided'],
		[notRun.length, 'were not run'],
	] as const;
	const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
	return said.length === 0 ? 'Nothing is broken.' : `Of the others, ${said.join(', ')}.`;
};

const chapter = (title: string, cases: readonly ReportedCase[]): string[] =>
	cases.length === 0 ? [] : ['', `## ${title}`, ...cases.flatMap(one => paragraph(one))];

const paragraph = ({id, title, because = '', lines, advice}: ReportedCase): string[] => [
	'',
	`### ${plain(title)}`,
	`*${plain(id)}*`,
	'',
	...(because === ''
		? []
		: [
				`**What happened:** ${because
					.split('\n')
					.map(line => plain(line))
					.join('  \n')}`,
			]),
	...(lines.length === 0 ? [] : ['', ...fenced(lines.slice(0, MAX_LINES))]),
	...(lines.length > MAX_LINES ? [`… and ${lines.length - MAX_LINES} more lines in results.json`] : []),
	...(advice === undefined ? [] : ['', `**What to look at:** ${plain(advice)}`]),
];

const list = (title: string, cases: readonly ReportedCase[]): string[] =>
	cases.length === 0
		? []
		: [
				'',
				`## ${title}`,
				'',
				...cases.map(
					({id, title: claim, verdict, because}) =>
						`- ${verdictSign(verdict)} ${plain(claim)} (*${plain(id)}*)${verdict === 'pass' || because === undefined ? '' : `: ${verdictWord(verdict).toLowerCase()}, ${plain(because)}`}`,
				),
			];

/** A block of code whose fence is longer than any run of backticks within. */
const fenced = (lines: readonly string[]): string[] => {
	const longest = Math.max(2, ...lines.flatMap(line => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
	const fence = '`'.repeat(longest + 1);
	return [`${fence}text`, ...lines, fence];
};

/** What a submission says must not become markup. */
const plain = (text: string): string =>
	text
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`)
		.trim();

/** Most lines that show one case; the rest is in results.json. */
const MAX_LINES = 30;
