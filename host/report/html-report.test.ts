import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {htmlReport} from './html-report.ts';
import {sampleHistory, sampleResult} from './sample-result.ts';
import {sequenceSvg} from './sequence-svg.ts';
import {timelineSvg} from './timeline-svg.ts';

test('the page loads nothing from anywhere and runs no script', t => {
	const page = htmlReport(sampleResult);
	t.notRegex(page, /<script|<link|<img|\ssrc=|@import|url\(|https?:\/\/(?!www\.w3\.org)/);
	t.regex(page, /default-src 'none'/);
});

test('names and words of programs are text on the page, never markup', t => {
	const evil = '<script>alert(1)</script>"\' onload=';
	const history: HistoryEvent[] = [
		{type: 'step', title: evil, at: 0},
		{type: 'download-asked', actor: 'alice', file: evil, at: 0},
		{type: 'download-ended', actor: 'alice', file: evil, outcome: 'failed', because: evil, at: 1},
		{type: 'note', actor: evil, text: evil, at: 1},
	];
	const page = htmlReport({
		...sampleResult,
		title: evil,
		facts: {[evil]: evil},
		history,
		problem: {message: evil, hint: evil},
	});
	t.notRegex(page, /<script/);
	t.notRegex(page, /<[^>]*" onload=/);
});

test('broken claims come with their evidence', t => {
	t.regex(
		htmlReport(sampleResult),
		/no program died by itself[\s\S]*seed1 died by SIGSEGV[\s\S]*<pre>[^<]*osppeer died by SIGSEGV/,
	);
});

test('the sequence has a column for each actor and for the harness, and an arrow for each transfer', t => {
	const svg = sequenceSvg(sampleHistory, ['tracker', 'seed1', 'alice', 'bob']);
	t.is(svg.match(/class="name"/g)?.length, 5);
	t.is(svg.match(/class="tip good"/g)?.length, 1);
	t.is(svg.match(/class="arrow bad broken"/g)?.length, 1);
});

test('a long history is cut, and the picture says so', t => {
	const history = Array.from({length: 1000}, (_, at): HistoryEvent => ({type: 'note', text: `n${at}`, at}));
	t.regex(sequenceSvg(history, []), /… and 600 more in history\.ndjson/);
});

test('an empty history can be drawn too', t => {
	t.notRegex(sequenceSvg([], ['a']) + timelineSvg([], ['a'], 0), /NaN|Infinity|undefined/);
});

test('downloads at the same time get bars of their own', t => {
	const svg = timelineSvg(sampleHistory, ['alice'], 2.6);
	const tops = [...svg.matchAll(/class="bar good" x="[\d.]+" y="([\d.]+)"/g)].map(([, top]) => top);
	t.is(new Set(tops).size, 2);
});
