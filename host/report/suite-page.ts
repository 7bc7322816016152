import {relative} from 'node:path';
import {formatSeconds} from './amounts.ts';
import {escapeXml} from './escape-xml.ts';
import {htmlPage, htmlTable, verdictPill} from './html-page.ts';
import type {Suite} from './suite-summary.ts';
import {byUrgency, verdictSentence} from './verdict-words.ts';

/**
All scenarios of one command on one page, each with a link to its own.

@param folder - Where the page will be; links are relative to it.
*/
export const suitePage = ({name, startedAt, seconds, results}: Suite, folder: string): string => {
	const count = (verdict: string): number => results.filter(result => result.verdict === verdict).length;
	const figures: ReadonlyArray<readonly [string, string]> = [
		[String(count('pass')), 'held'],
		[String(count('fail')), 'broken'],
		[String(count('unknown') + count('error')), 'undecided'],
		[String(count('not run')), 'not run'],
		[formatSeconds(seconds), 'in all'],
	];
	return htmlPage(
		`${name}: ${count('pass')} of ${results.length}`,
		[
			`<h1>${escapeXml(name)}</h1><p class="lead">Started ${escapeXml(startedAt)}</p>`,
			`<div class="figures">${figures.map(([figure, what]) => `<div class="card"><b>${figure}</b><span class="soft">${what}</span></div>`).join('')}</div>`,
			'<h2>Scenarios</h2><div class="card">',
			htmlTable(
				['', 'scenario', 'claim', 'what to know', '#time'],
				results
					.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
					.map(result => [
						verdictPill(result.verdict),
						`<a href="${escapeXml(encodeURI(relative(folder, result.folder)))}/report.html">${escapeXml(result.scenario)}</a>`,
						escapeXml(result.title),
						escapeXml(worstOf(result)),
						formatSeconds(result.seconds),
					]),
			),
			'</div>',
		].join('\n'),
	);
};

const order = ['fail', 'error', 'unknown', 'not run', 'pass'];

const worstOf = (result: Suite['results'][number]): string => {
	const [worst] = byUrgency(result.checks);
	return result.verdict === 'fail' && worst?.judgement.verdict === 'fail'
		? `${worst.title}: ${worst.judgement.because}`
		: verdictSentence(result);
};
