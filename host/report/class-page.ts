import type {ClassMatrix} from './class-matrix.ts';
import {escapeXml} from './escape-xml.ts';
import {htmlPage} from './html-page.ts';
import {verdictClass} from './verdict-pill.ts';
import {verdictSign, verdictWord} from './verdict-words.ts';

/**
The matrix of a class as one page: a coloured cell for each case of each submission.

@param total - Points the rubric gives at most.
@param linkOf - Where a submission's own report is, from the page's folder.
*/
export const classPage = (
	{ids, titles, rows}: ClassMatrix,
	{title, total, linkOf}: {readonly title: string; readonly total: number; readonly linkOf: (name: string) => string},
): string => {
	const head = ids
		.map(id => `<th class="turned" title="${escapeXml(titles[id] ?? '')}"><span>${escapeXml(id)}</span></th>`)
		.join('');
	const lines = rows.map(({name, score, verdicts}) => {
		const cells = verdicts.map((verdict, index) => cell(verdict, ids[index] ?? ''));
		return `<tr><td><a href="${escapeXml(linkOf(name))}">${escapeXml(name)}</a></td><td class="number">${score}</td>${cells.join('')}</tr>`;
	});
	const shares = ids.map(
		(_, index) => rows.filter(({verdicts}) => verdicts[index] === 'pass').length / Math.max(1, rows.length),
	);
	return htmlPage(
		title,
		[
			`<h1>${escapeXml(title)}</h1><p class="lead">${rows.length} submissions, ${ids.length} cases. Hold the pointer over a cell to read what it is.</p>`,
			`<div class="figures">${legend}</div>`,
			`<h2>Submissions × cases</h2><div class="card matrix"><table><tr><th>submission</th><th class="number">of ${total}</th>${head}</tr>`,
			...lines,
			`<tr><td class="soft">passed by</td><td></td>${shares.map(share => `<td class="cell soft">${Math.round(share * 100)}</td>`).join('')}</tr></table></div>`,
		].join('\n'),
	);
};

const cell = (verdict: ClassMatrix['rows'][number]['verdicts'][number], id: string): string =>
	`<td class="cell ${verdictClass(verdict)}" title="${escapeXml(id)}: ${verdictWord(verdict).toLowerCase()}">${verdictSign(verdict)}</td>`;

const legend = (['pass', 'fail', 'unknown', 'not run'] as const)
	.map(
		verdict =>
			`<div><span class="pill ${verdictClass(verdict)}">${verdictSign(verdict)} ${verdictWord(verdict)}</span></div>`,
	)
	.join('');
