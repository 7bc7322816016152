import {formatCount} from './amounts.ts';
import {groupCell, groupsOf} from './class-groups.ts';
import type {ClassMatrix, ClassRow} from './class-matrix.ts';
import {escapeXml} from './escape-xml.ts';
import {htmlPage, htmlTable} from './html-page.ts';
import type {ReportedCase} from './reported-case.ts';
import {verdictClass} from './verdict-pill.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

type Options = {
	readonly title: string;
	/** Points the rubric gives at most. */
	readonly total: number;
	/** Where a submission's own report is, from the page's folder. */
	readonly linkOf: (name: string) => string;
};

/** A class as one page: who has how many points and what to mend first, where the class fails, and a coloured cell for each group of cases, and for each case, of each submission. */
export const classPage = (matrix: ClassMatrix, options: Options): string => {
	const {rows, ids} = matrix;
	const whole = rows.filter(({cases}) =>
		cases.every(({verdict, pending}) => verdict === 'pass' || (verdict === 'not run' && !pending)),
	).length;
	const unfinished = rows.filter(({cases}) => cases.some(({pending}) => pending)).length;
	const mean = rows.reduce((sum, {score}) => sum + score, 0) / Math.max(1, rows.length);
	const figures = [
		[String(rows.length), rows.length === 1 ? 'submission' : 'submissions'],
		[String(ids.length), 'cases that count'],
		[`${Math.round(mean * 10) / 10} of ${options.total}`, 'points on average'],
		[String(whole), 'without a fault'],
		...(unfinished === 0 ? [] : [[String(unfinished), 'not graded to the end yet'] as const]),
	];
	return htmlPage(
		options.title,
		[
			'<style>main { max-width: none; }</style>',
			`<h1>${escapeXml(options.title)}</h1>`,
			`<div class="figures">${figures.map(([figure, what]) => `<div class="card"><b>${figure}</b><span class="soft">${what}</span></div>`).join('')}</div>`,
			`<h2>Submissions</h2><div class="card">${submissionTable(rows, options)}</div>`,
			...faultTable(matrix),
			`<h2>Submissions × groups of cases</h2><p class="soft">A number says how many cases of the group failed. Hold the pointer over a cell to read which. ${legend}</p>`,
			`<div class="card matrix small">${groupTable(matrix, options)}</div>`,
			`<h2>Submissions × cases</h2><details><summary>${formatCount(ids.length, 'column')}; matrix.csv holds the same for a spreadsheet</summary>`,
			`<div class="card matrix small">${caseTable(matrix, options)}</div></details>`,
		].join('\n'),
	);
};

const submissionTable = (rows: readonly ClassRow[], {total, linkOf}: Options): string =>
	htmlTable(
		['submission', '#points', '', '#must be mended', '#better otherwise', '#undecided', '#not run', 'to mend first'],
		rows.map(({name, score, cases}) => {
			const failed = (level: string) => cases.filter(one => one.verdict === 'fail' && one.level === level);
			const count = (...verdicts: ReadonlyArray<ReportedCase['verdict']>): string =>
				String(cases.filter(({verdict}) => verdicts.includes(verdict)).length || '');
			const [first = failed('should')[0]] = failed('must');
			return [
				link(name, linkOf),
				`${score}${cases.some(({pending}) => pending) ? ' <span class="soft">so far</span>' : ''}`,
				`<meter min="0" max="${total}" value="${score}"></meter>`,
				String(failed('must').length || ''),
				String(failed('should').length || ''),
				count('unknown', 'error'),
				count('not run'),
				first === undefined ? '' : `${escapeXml(first.title)} <span class="soft">${escapeXml(first.id)}</span>`,
			];
		}),
	);

/** Cases shown as those in which the class fails most. */
const MOST_FAILED = 12;

const faultTable = ({ids, titles, rows}: ClassMatrix): string[] => {
	const faults = ids
		.map((id, index) => ({id, failed: rows.filter(({verdicts}) => verdicts[index] === 'fail').length}))
		.filter(({failed}) => failed > 0)
		.toSorted((a, b) => b.failed - a.failed)
		.slice(0, MOST_FAILED);
	return rows.length < 2 || faults.length === 0
		? []
		: [
				'<h2>Where the class fails most</h2><div class="card">',
				htmlTable(
					['#failed by', '', 'case'],
					faults.map(({id, failed}) => [
						String(failed),
						`<meter min="0" max="${rows.length}" value="${failed}"></meter>`,
						`${escapeXml(titles[id] ?? '')} <span class="soft">${escapeXml(id)}</span>`,
					]),
				),
				'</div>',
			];
};

const link = (name: string, linkOf: Options['linkOf']): string =>
	`<a href="${escapeXml(linkOf(name))}">${escapeXml(name)}</a>`;

const turned = (texts: readonly string[]): string =>
	texts.map(text => `<th class="turned"><span>${escapeXml(text)}</span></th>`).join('');

const groupTable = (matrix: ClassMatrix, {linkOf}: Options): string => {
	const groups = groupsOf(matrix.rows);
	const lines = matrix.rows.map(({name, cases}) => {
		const cells = groups.map(group => {
			const {verdict, text, hint} = groupCell(cases.filter(one => one.group === group));
			return `<td class="cell ${verdictClass(verdict)}" title="${escapeXml(`${group}: ${hint}`)}">${text}</td>`;
		});
		return `<tr><td>${link(name, linkOf)}</td>${cells.join('')}</tr>`;
	});
	return `<table><tr><th>submission</th>${turned(groups)}</tr>${lines.join('\n')}</table>`;
};

const caseTable = ({ids, titles, rows}: ClassMatrix, {linkOf}: Options): string => {
	const lines = rows.map(({name, verdicts}) => {
		const cells = verdicts.map((verdict, index) => {
			const id = ids[index] ?? '';
			const hint = `${id}: ${verdictWord(verdict).toLowerCase()}. ${titles[id] ?? ''}`;
			return `<td class="cell ${verdictClass(verdict)}" title="${escapeXml(hint)}">${verdictSign(verdict)}</td>`;
		});
		return `<tr><td>${link(name, linkOf)}</td>${cells.join('')}</tr>`;
	});
	const shares = ids.map((_, index) => rows.filter(({verdicts}) => verdicts[index] === 'pass').length);
	const last = `<tr><td class="soft">passed by</td>${shares.map(share => `<td class="cell soft">${share}</td>`).join('')}</tr>`;
	return `<table><tr><th>submission</th>${turned(ids)}</tr>${lines.join('\n')}${last}</table>`;
};

const legend = (['pass', 'fail', 'unknown', 'not run'] as const)
	.map(verdict => `<span class="pill ${verdictClass(verdict)}">${verdictSign(verdict)} ${verdictWord(verdict)}</span>`)
	.join(' ');
