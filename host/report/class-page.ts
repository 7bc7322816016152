import {formatCount} from './amounts.ts';
import {groupCell, groupsOf} from './class-groups.ts';
import type {ClassMatrix, ClassRow} from './class-matrix.ts';
import {escapeXml} from './escape-xml.ts';
import {htmlPage, htmlTable, verdictClass} from './html-page.ts';
import {mendFirst} from './mend-first.ts';
import type {ReportedCase} from './reported-case.ts';
import {isOnlyBuilt, onlyNote} from './rubric.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

type Options = {
	readonly title: string;
	/** Points the rubric gives at most. */
	readonly total: number;
	/** Which part of the work was asked for, when it was not all. */
	readonly only?: string | undefined;
	/** Where a submission's own report is, from the page's folder. */
	readonly linkOf: (name: string) => string;
};

/** A class as one page: who has how many points and what to mend first, where the class fails, and a coloured cell for each group of cases, and for each case, of each submission. */
export const classPage = (matrix: ClassMatrix, options: Options): string => {
	const {rows, ids} = matrix;
	const scored = rows.filter(({cases}) => !isOnlyBuilt(cases));
	const whole = rows.filter(({cases}) =>
		cases.every(({verdict, pending}) => verdict === 'pass' || (verdict === 'not run' && !pending)),
	).length;
	const unfinished = rows.filter(({cases}) => cases.some(({pending}) => pending)).length;
	const mean = scored.reduce((sum, {score}) => sum + score, 0) / Math.max(1, scored.length);
	const figures = [
		[String(rows.length), rows.length === 1 ? 'submission' : 'submissions'],
		[String(ids.length), 'cases that count'],
		...(scored.length === 0
			? []
			: [[`${Math.round(mean * 10) / 10} of ${options.total}`, 'points on average'] as const]),
		[String(whole), 'without a fault'],
		...(unfinished === 0 ? [] : [[String(unfinished), 'not graded to the end yet'] as const]),
	];
	return htmlPage(
		options.title,
		[
			'<style>main { max-width: none; }</style>',
			`<h1>${escapeXml(options.title)}</h1>`,
			...(options.only === undefined ? [] : [`<p class="lead">${escapeXml(onlyNote(options.only))}</p>`]),
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

const submissionTable = (rows: readonly ClassRow[], {total, linkOf}: Options): string => {
	const columns = ['submission', '#points', '', '#must be mended', '#better otherwise', '#undecided', '#not run'];
	const lines = rows.map(row => {
		const {name, score, cases} = row;
		const failed = (level: string): string => text(cases.filter(one => one.verdict === 'fail' && one.level === level));
		const ofVerdict = (...verdicts: ReadonlyArray<ReportedCase['verdict']>): string =>
			text(cases.filter(({verdict, pending}) => verdicts.includes(verdict) && !pending));
		const soFar = cases.some(({pending}) => pending) ? ' <span class="soft">so far</span>' : '';
		const points = isOnlyBuilt(cases)
			? ['<span class="soft">only built yet</span>', '']
			: [`${score}${soFar}`, `<meter min="0" max="${total}" value="${score}"></meter>`];
		return [
			link(name, linkOf),
			...points,
			failed('must'),
			failed('should'),
			ofVerdict('unknown', 'error'),
			ofVerdict('not run'),
			mendFirstCell(row),
		];
	});
	// A column in which nobody has anything tells nothing.
	const shown = [...columns, 'to mend first'].flatMap((_, at) => (lines.some(line => line[at] !== '') ? [at] : []));
	return htmlTable(
		shown.map(at => [...columns, 'to mend first'][at] ?? ''),
		lines.map(line => shown.map(at => line[at] ?? '')),
	);
};

const text = (cases: readonly ReportedCase[]): string => String(cases.length || '');

/** What costs most: all that failed of one group is told by the dearest case of it. */
const mendFirstCell = (row: ClassRow): string => {
	const first = mendFirst(row);
	return first === undefined
		? ''
		: `${escapeXml(first.dearest.title)} <span class="soft">${escapeXml(first.dearest.id)}${first.points > 0 ? `, −${first.points} points` : ''}</span>`;
};

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
	const groups = groupsOf(matrix.rows).filter(group => isTried(matrix.rows, one => one.group === group));
	const lines = matrix.rows.map(({name, cases}) => {
		const cells = groups.map(group => {
			const {verdict, text, hint} = groupCell(cases.filter(one => one.group === group));
			return `<td class="cell ${verdictClass(verdict)}" title="${escapeXml(`${group}: ${hint}`)}">${text}</td>`;
		});
		return `<tr><td>${link(name, linkOf)}</td>${cells.join('')}</tr>`;
	});
	return `<table><tr><th>submission</th>${turned(groups)}</tr>${lines.join('\n')}</table>`;
};

const caseTable = ({ids: all, titles, rows}: ClassMatrix, {linkOf}: Options): string => {
	const shown = all.flatMap((id, index) => (isTried(rows, one => one.id === id) ? [index] : []));
	const ids = shown.map(index => all[index] ?? '');
	const lines = rows.map(({name, verdicts}) => {
		const cells = shown.map(index => {
			const id = all[index] ?? '';
			const verdict = verdicts[index] ?? 'not run';
			const hint = `${id}: ${verdictWord(verdict).toLowerCase()}. ${titles[id] ?? ''}`;
			return `<td class="cell ${verdictClass(verdict)}" title="${escapeXml(hint)}">${verdictSign(verdict)}</td>`;
		});
		return `<tr><td>${link(name, linkOf)}</td>${cells.join('')}</tr>`;
	});
	const shares = shown.map(index => rows.filter(({verdicts}) => verdicts[index] === 'pass').length);
	const last = `<tr><td class="soft">passed by</td>${shares.map(share => `<td class="cell soft">${share}</td>`).join('')}</tr>`;
	return `<table><tr><th>submission</th>${turned(ids)}</tr>${lines.join('\n')}${last}</table>`;
};

/** Whether grading came to a case of these for anybody. */
const isTried = (rows: readonly ClassRow[], isIt: (one: ReportedCase) => boolean): boolean =>
	rows.some(({cases}) => cases.some(one => isIt(one) && !one.pending));

const legend = (['pass', 'fail', 'unknown', 'not run'] as const)
	.map(verdict => `<span class="pill ${verdictClass(verdict)}">${verdictSign(verdict)} ${verdictWord(verdict)}</span>`)
	.join(' ');
