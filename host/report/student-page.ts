import {formatCount} from './amounts.ts';
import {escapeXml} from './escape-xml.ts';
import {htmlPage, htmlTable, verdictPill} from './html-page.ts';
import type {ReportedCase} from './reported-case.ts';
import {type GradedRow, isOnlyBuilt, onlyNote} from './rubric.ts';
import {byReason, type ChapterName, chaptersOf, pendingNote, shownLines} from './student-chapters.ts';

/**
The report of one submission as a page: points, and then what the Markdown report tells, with a link to the run in which it was seen.

@param runOf - Where the page of the run of a group of cases is, from this page's folder.
*/
export const studentPage = (
	name: string,
	cases: readonly ReportedCase[],
	{
		role,
		rows,
		runOf,
		only,
	}: {
		readonly role: string;
		readonly rows: readonly GradedRow[];
		readonly runOf: (group: string) => string | undefined;
		readonly only?: string | undefined;
	},
): string => {
	const sum = (numbers: readonly number[]): number =>
		Math.round(numbers.reduce((all, one) => all + one, 0) * 100) / 100;
	const chapters = chaptersOf(cases);
	const pending = pendingNote(cases);
	const chapter = (title: ChapterName, show: (one: ReportedCase) => string): string[] => {
		const these = chapters[title];
		return these.length === 0 ? [] : [`<h2>${title} (${these.length})</h2>`, ...these.map(show)];
	};
	const folded = (title: ChapterName): string[] => {
		const these = chapters[title];
		const rowsOf = these.map(one => [
			verdictPill(one.verdict),
			escapeXml(one.title),
			soft(one.id),
			escapeXml(one.verdict === 'pass' ? '' : (one.because ?? '')),
		]);
		return these.length === 0
			? []
			: [
					`<h2>${title} (${these.length})</h2><details><summary>Show ${formatCount(these.length, 'case')}</summary><div class="card">${htmlTable(['', 'case', '', ''], rowsOf)}</div></details>`,
				];
	};
	return htmlPage(
		`${name}: ${role}`,
		[
			`<h1>${escapeXml(name)}: what your ${escapeXml(role)} did</h1>`,
			`<p class="lead">${isOnlyBuilt(cases) ? 'It is only built yet' : `${sum(rows.map(({score}) => score))} of ${sum(rows.map(({row}) => row.points))} points${pending.length === 0 ? '' : ' so far'}`}. ${pending.join('')}</p>`,
			...(only === undefined ? [] : [`<p class="lead">${escapeXml(onlyNote(only))}</p>`]),
			'<div class="card">',
			htmlTable(
				['what earns points', '#passed', '#points', '#of'],
				rows.map(({row, cases: theirs, passed, score}) => [
					escapeXml(row.title),
					`${passed} of ${theirs.length}`,
					String(score),
					String(row.points),
				]),
			),
			'</div>',
			...chapter('What has to be mended', one => card(one, runOf)),
			...chapter('What would be better', one => card(one, runOf)),
			...chapter('What could not be decided', one => card(one, runOf)),
			...notRun(chapters['What was not run']),
			...folded('Where the original programs behave otherwise (nothing to mend)'),
			...folded('What is right'),
		].join('\n'),
	);
};

const notRun = (cases: readonly ReportedCase[]): string[] => {
	const rows = [...byReason(cases)].map(([because, these]) => [
		verdictPill('not run'),
		escapeXml(because),
		these.map(({id}) => soft(id)).join(', '),
	]);
	return cases.length === 0
		? []
		: [`<h2>What was not run (${cases.length})</h2><div class="card">${htmlTable(['', 'why', 'which'], rows)}</div>`];
};

const soft = (text: string): string => `<span class="soft mono">${escapeXml(text)}</span>`;

const card = (
	{id, group, title, tried, verdict, because, lines, advice}: ReportedCase,
	runOf: (group: string) => string | undefined,
): string => {
	const run = runOf(group);
	const {shown, more} = shownLines(lines);
	return [
		`<div class="card check ${verdict === 'fail' ? 'fail' : 'unknown'}" style="margin-bottom:.6rem"><div class="title"><b>${escapeXml(title)}</b>${soft(id)}</div>`,
		tried === undefined ? '' : `<div><span class="soft">Tried: ${escapeXml(tried)}</span></div>`,
		because === undefined ? '' : `<div class="why">${escapeXml(because).replaceAll('\n', '<br>')}</div>`,
		shown.length === 0 ? '' : `<pre>${escapeXml([...shown, ...more].join('\n'))}</pre>`,
		advice === undefined ? '' : `<div class="advice">Look at: ${escapeXml(advice)}</div>`,
		run === undefined ? '' : `<div class="why"><a href="${escapeXml(run)}">The whole run, step by step</a></div>`,
		'</div>',
	].join('');
};
