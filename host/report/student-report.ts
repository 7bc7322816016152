import {formatCount} from './amounts.ts';
import type {ReportedCase} from './reported-case.ts';
import {onlyNote} from './rubric.ts';
import {byReason, type ChapterName, chaptersOf, pendingNote, shownLines} from './student-chapters.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

type RunOf = (group: string) => string | undefined;

/**
A report that whoever wrote the program understands, as Markdown: what was tried, what happened, the lines that show it, what to look at.

@param name - Of the submission.
@param runOf - Where the page of the run of a group of cases is, from the report's folder.
*/
export const studentReport = (
	name: string,
	cases: readonly ReportedCase[],
	{
		role,
		runOf = () => undefined,
		only,
	}: {readonly role: string; readonly runOf?: RunOf; readonly only?: string | undefined},
): string => {
	const chapters = chaptersOf(cases);
	const otherwise = chapters['Where the original programs behave otherwise (nothing to mend)'];
	const passed = chapters['What is right'];
	return [
		`# ${plain(name)}: what your ${role} did`,
		'',
		[
			...pendingNote(cases),
			...(only === undefined ? [] : [plain(onlyNote(only))]),
			`${passed.length} of ${formatCount(cases.filter(({pending}) => !pending).length - otherwise.length, 'case')} passed.`,
			summary(chapters),
		].join(' '),
		...chapter('What has to be mended', chapters, runOf),
		...chapter('What would be better', chapters, runOf),
		...chapter('What could not be decided', chapters, runOf),
		...list('Where the original programs behave otherwise (nothing to mend)', chapters),
		...notRun(chapters['What was not run']),
		...list('What is right', chapters),
		'',
	].join('\n');
};

type Chapters = ReturnType<typeof chaptersOf>;

const summary = (chapters: Chapters): string => {
	const parts = [
		['What has to be mended', 'must be mended'],
		['What would be better', 'would be better otherwise'],
		['What could not be decided', 'could not be decided'],
		['What was not run', 'were not run'],
	] as const;
	const said = parts
		.map(([name, what]) => [chapters[name].length, what] as const)
		.filter(([count]) => count > 0)
		.map(([count, what]) => `${count} ${what}`);
	return said.length === 0 ? 'Nothing is broken.' : `Of the others, ${said.join(', ')}.`;
};

const chapter = (title: ChapterName, chapters: Chapters, runOf: RunOf): string[] =>
	chapters[title].length === 0 ? [] : ['', `## ${title}`, ...chapters[title].flatMap(one => paragraph(one, runOf))];

const paragraph = ({id, group, title, tried, because = '', lines, advice}: ReportedCase, runOf: RunOf): string[] => {
	const {shown, more} = shownLines(lines);
	const run = runOf(group);
	return [
		'',
		`### ${plain(title)}`,
		`*${plain(id)}*${run === undefined ? '' : ` ([the whole run](${run}))`}`,
		'',
		...(tried === undefined ? [] : [`**What was tried:** ${plain(tried)}`, '']),
		...(because === ''
			? []
			: [
					`**What happened:** ${because
						.split('\n')
						.map(line => plain(line))
						.join('  \n')}`,
				]),
		...(shown.length === 0 ? [] : ['', ...fenced(shown), ...more]),
		...(advice === undefined ? [] : ['', `**What to look at:** ${plain(advice)}`]),
	];
};

const list = (title: ChapterName, chapters: Chapters): string[] =>
	chapters[title].length === 0
		? []
		: [
				'',
				`## ${title}`,
				'',
				...chapters[title].map(
					({id, title: claim, verdict, because}) =>
						`- ${verdictSign(verdict)} ${plain(claim)} (*${plain(id)}*)${verdict === 'pass' || because === undefined ? '' : `: ${verdictWord(verdict).toLowerCase()}, ${plain(because)}`}`,
				),
			];

const notRun = (cases: readonly ReportedCase[]): string[] =>
	cases.length === 0
		? []
		: [
				'',
				'## What was not run',
				'',
				...[...byReason(cases)].map(
					([because, these]) => `- · ${plain(because)}: ${these.map(({id}) => `*${plain(id)}*`).join(', ')}`,
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
