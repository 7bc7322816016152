import {readableName} from '../history/readable-name.ts';
import type {JudgedCheck, ScenarioResult} from '../scenario/result.ts';
import {formatBytes, formatCount, formatSeconds} from './amounts.ts';
import {type Delivery, deliveries} from './deliveries.ts';
import {escapeXml} from './escape-xml.ts';
import {eventLine} from './event-sentence.ts';
import {htmlPage, htmlTable, verdictClass, verdictPill} from './html-page.ts';
import {sequenceSvg} from './sequence-svg.ts';
import {timelineSvg} from './timeline-svg.ts';
import {byUrgency, verdictSentence} from './verdict-words.ts';

/** All of one scenario on one page: verdict, claims with their evidence, who served whom, and two pictures of what happened. */
export const htmlReport = (result: ScenarioResult): string => {
	const {scenario, title, because, verdict, history, cast, seconds} = result;
	const actors = cast.map(({name}) => name);
	const wanted = deliveries(history);
	return htmlPage(
		`${scenario}: ${verdict}`,
		[
			`<header>${verdictPill(verdict)} <span class="soft mono">${escapeXml(scenario)}</span>`,
			`<h1>${escapeXml(title)}</h1><p class="lead">${escapeXml(because)}</p></header>`,
			problem(result),
			figures(result, wanted),
			section('What was claimed', checks(result.checks), result.checks.length > 0),
			section('Who got what from whom', `<div class="card">${downloads(wanted)}</div>`, wanted.length > 0),
			section('When', `<div class="card picture">${timelineSvg(history, actors, seconds)}</div>`, history.length > 0),
			section(
				'What happened, in order',
				`<div class="card picture">${sequenceSvg(history, actors)}</div>`,
				history.length > 0,
			),
			section('The cast', `<div class="card">${castTable(result)}</div>`, cast.length > 0),
			section('The run', `<div class="card">${facts(result)}</div>`, true),
			footer,
		].join('\n'),
	);
};

const section = (title: string, body: string, wanted: boolean): string =>
	wanted ? `<section><h2>${title}</h2>${body}</section>` : '';

const problem = ({problem: told, verdict}: ScenarioResult): string =>
	told === undefined
		? ''
		: `<div class="card check ${verdictClass(verdict)}"><div><pre>${escapeText(told.message)}</pre>${told.hint === undefined ? '' : `<p class="advice">What to do: ${escapeText(told.hint)}</p>`}</div></div>`;

const figures = (result: ScenarioResult, wanted: readonly Delivery[]): string => {
	const got = wanted.filter(({outcome}) => outcome === 'ok');
	const bytes = got.reduce((sum, delivery) => sum + (delivery.bytes ?? 0), 0);
	const all: ReadonlyArray<readonly [figure: string, what: string]> = [
		[formatSeconds(result.seconds), 'from start to verdict'],
		[
			`${result.checks.filter(({judgement}) => judgement.verdict === 'pass').length} of ${result.checks.length}`,
			'claims held',
		],
		...(wanted.length === 0
			? []
			: [[`${got.length} of ${wanted.length}`, `files arrived, ${formatBytes(bytes)}`] as const]),
		[String(result.cast.length), result.substrate === 'vm' ? 'virtual machines' : 'local processes'],
		[String(result.seed), 'seed of all randomness'],
	];
	return `<div class="figures">${all.map(([figure, what]) => `<div class="card"><b>${figure}</b><span class="soft">${what}</span></div>`).join('')}</div>`;
};

const checks = (all: readonly JudgedCheck[]): string =>
	`<div class="checks">${byUrgency(all)
		.map(check => checkCard(check))
		.join('')}</div>`;

const checkCard = ({id, title, level, judgement, advice}: JudgedCheck): string => {
	const {verdict} = judgement;
	const evidence = judgement.verdict === 'unknown' ? [] : (judgement.evidence ?? []);
	const lines = evidence.slice(0, 200).map(event => escapeText(eventLine(event)));
	return [
		`<div class="card check ${verdictClass(verdict)}" id="${escapeXml(id)}">`,
		`<div class="title"><span><b>${escapeXml(title)}</b>${level === 'must' ? '' : ` <span class="soft">(${level})</span>`}</span>${verdictPill(verdict)}</div>`,
		judgement.verdict === 'pass' ? '' : `<p class="why">${escapeText(judgement.because)}</p>`,
		lines.length === 0
			? ''
			: `<details${verdict === 'fail' ? ' open' : ''}><summary>${formatCount(evidence.length, 'event')} that ${evidence.length === 1 ? 'shows' : 'show'} it</summary><pre>${lines.join('\n')}</pre></details>`,
		advice === undefined || verdict === 'pass' ? '' : `<p class="advice">Look at: ${escapeText(advice)}</p>`,
		'</div>',
	].join('');
};

const downloads = (wanted: readonly Delivery[]): string =>
	htmlTable(
		['', 'who', 'got', 'from', '#bytes', '#time', 'how'],
		wanted.map(({to, file, from, bytes, seconds, outcome, same, because}) => {
			const right = outcome === 'ok' && same !== false;
			const how =
				outcome === 'ok'
					? {true: 'same bytes as shared', false: 'wrong bytes', undefined: ''}[String(same)]
					: (because ?? (outcome === 'failed' ? 'failed' : 'had not come when the run ended'));
			return [
				right ? '<span class="pass">✔</span>' : '<span class="fail">✘</span>',
				escapeXml(to),
				`<code>${escapeXml(readableName(file))}</code>`,
				escapeXml(from ?? ''),
				bytes === undefined ? '' : formatBytes(bytes),
				seconds === undefined ? '' : formatSeconds(seconds),
				escapeText(how ?? ''),
			];
		}),
	);

const castTable = ({cast}: ScenarioResult): string =>
	htmlTable(
		['name', 'role', 'address', 'program'],
		cast.map(({name, role, address = '', program = ''}) => [
			`<b>${escapeXml(name)}</b>`,
			escapeXml(role),
			`<code>${escapeXml(address)}</code>`,
			`<code>${escapeXml(program)}</code>`,
		]),
	);

const facts = ({startedAt, replay, substrate, facts: told, checks: all}: ScenarioResult): string => {
	const rows: ReadonlyArray<readonly [string, string]> = [
		['started', startedAt],
		['again', replay],
		['on', substrate === 'vm' ? 'virtual machines' : 'plain processes of the host'],
		...Object.entries(told),
		['claims', verdictSentence({verdict: 'unknown', checks: all})],
	];
	return `<table class="facts">${rows.map(([name, value]) => `<tr><td>${escapeXml(name)}</td><td class="mono">${escapeText(value)}</td></tr>`).join('')}</table>`;
};

/** Line breaks stay line breaks. */
const escapeText = (text: string): string => escapeXml(text).replaceAll('&#10;', '\n');

const footer =
	'<footer>Beside this page: <code>results.json</code> for programs, <code>history.ndjson</code> with every event, the output of each program, and captures of the network where there was one.</footer>';
