import {readableName} from '../history/readable-name.ts';
import {plainText} from '../lines/plain-text.ts';
import type {JudgedCheck, ScenarioResult} from '../scenario/result.ts';
import {formatBytes, formatCount, formatSeconds} from './amounts.ts';
import {type Delivery, deliveries} from './deliveries.ts';
import {eventLine} from './event-sentence.ts';
import type {Paint} from './paint.ts';
import {shownPath} from './shown-path.ts';
import {byUrgency, verdictSentence, verdictSign, verdictWord} from './verdict-words.ts';

/**
The end of a run, for the person at the terminal: verdict, who served what to whom, each claim, where to read on.

@param result - Of one scenario.
@param options.from - The folder that paths are shown from.
@returns Lines joined by LF, with one at the end.
*/
export const terminalSummary = (
	result: ScenarioResult,
	{paint, from = '/'}: {readonly paint: Paint; readonly from?: string},
): string =>
	[
		'',
		headline(result, paint),
		...paragraph(downloadLines(deliveries(result.history), paint)),
		...paragraph(byUrgency(result.checks).flatMap(check => checkLines(check, paint))),
		...paragraph(problemLines(result, paint)),
		...paragraph(footer(result, {paint, from})),
		'',
	].join('\n');

/** Colours a verdict's text by what it means. */
export const paintVerdict = (verdict: ScenarioResult['verdict'], text: string, paint: Paint): string => {
	switch (verdict) {
		case 'pass':
			return paint.green(text);
		case 'fail':
		case 'error':
			return paint.red(text);
		case 'unknown':
			return paint.yellow(text);
		case 'not run':
			return paint.dim(text);
	}
};

const paragraph = (lines: readonly string[]): string[] =>
	lines.length === 0 ? [] : ['', ...lines.map(line => (line === '' ? '' : `  ${line}`))];

const headline = (result: ScenarioResult, paint: Paint): string => {
	const {verdict, scenario, title, seconds} = result;
	const word = paintVerdict(verdict, paint.bold(` ${verdictSign(verdict)} ${verdictWord(verdict)} `), paint);
	const told = verdict === 'pass' || verdict === 'fail' || verdict === 'unknown';
	const facts = told ? `  ${verdictSentence(result)}, in ${formatSeconds(seconds)}` : '';
	return `${word} ${paint.bold(scenario)}${paint.dim(facts)}\n   ${title}`;
};

const downloadLines = (all: readonly Delivery[], paint: Paint): string[] => {
	const nameWidth = Math.max(0, ...all.map(({file}) => readableName(file, 32).length));
	const fromWidth = Math.max(0, ...all.map(({from = ''}) => from.length));
	return [...Map.groupBy(all, ({to}) => to)].flatMap(([to, theirs]) => {
		const got = theirs.filter(({outcome}) => outcome === 'ok');
		const bytes = got.reduce((sum, delivery) => sum + (delivery.bytes ?? 0), 0);
		return [
			`${paint.bold(to)} got ${got.length} of ${formatCount(theirs.length, 'file')}, ${formatBytes(bytes)}`,
			...theirs.map(delivery => `  ${downloadLine(delivery, nameWidth, fromWidth, paint)}`),
		];
	});
};

const downloadLine = (delivery: Delivery, nameWidth: number, fromWidth: number, paint: Paint): string => {
	const name = readableName(delivery.file, 32).padEnd(nameWidth);
	if (delivery.outcome !== 'ok') {
		const why = delivery.because === undefined ? '' : `: ${plainText(delivery.because)}`;
		const what = delivery.outcome === 'failed' ? `failed${why}` : 'had not come when the run ended';
		return `${paint.red('✘')} ${name}  ${what}`;
	}

	const {from, bytes, seconds, same} = delivery;
	const amount = (bytes === undefined ? '' : formatBytes(bytes)).padStart(8);
	const source = fromWidth === 0 ? '' : `  ${(from === undefined ? '' : `from ${from}`).padEnd(fromWidth + 5)}`;
	const time = seconds === undefined ? '' : `  ${formatSeconds(seconds).padStart(6)}`;
	const bytesSay = same === undefined ? '' : same ? paint.dim('  same bytes') : paint.red('  wrong bytes');
	return `${same === false ? paint.red('✘') : paint.green('✔')} ${name}  ${amount}${source}${time}${bytesSay}`;
};

const checkLines = ({title, level, judgement, advice}: JudgedCheck, paint: Paint): string[] => {
	const sign = paintVerdict(judgement.verdict, verdictSign(judgement.verdict), paint);
	const line = `${sign} ${title}${level === 'must' ? '' : paint.dim(` (${level})`)}`;
	if (judgement.verdict === 'pass') {
		return [line];
	}

	const evidence = judgement.verdict === 'fail' ? judgement.evidence : [];
	return [
		line,
		...plainText(judgement.because)
			.split('\n')
			.map(text => `    ${text}`),
		...evidence.slice(0, MAX_EVIDENCE).map(event => paint.dim(`    ${eventLine(event)}`)),
		...(evidence.length > MAX_EVIDENCE
			? [paint.dim(`    … and ${evidence.length - MAX_EVIDENCE} more in report.html`)]
			: []),
		...(advice === undefined || judgement.verdict !== 'fail' ? [] : [`    ${paint.cyan('Look at:')} ${advice}`]),
	];
};

/** Most events shown below a broken claim; the report has all. */
const MAX_EVIDENCE = 5;

const problemLines = ({problem}: ScenarioResult, paint: Paint): string[] =>
	problem === undefined
		? []
		: [
				...plainText(problem.message).split('\n'),
				...(problem.hint === undefined ? [] : [`${paint.cyan('What to do:')} ${problem.hint}`]),
			];

const footer = (
	{cast, substrate, facts, seed, folder, replay, verdict}: ScenarioResult,
	{paint, from}: {readonly paint: Paint; readonly from: string},
): string[] => {
	if (verdict === 'not run') {
		return [];
	}

	const where =
		substrate === 'vm'
			? formatCount(cast.length, 'virtual machine')
			: formatCount(cast.length, 'local process', 'local processes');
	const accelerator = facts['accelerator'] === undefined ? '' : `, ${facts['accelerator']}`;
	return [
		paint.dim(`${where}${accelerator} · seed ${seed}`),
		`${paint.dim('report')}  ${shownPath(folder, from)}/report.html`,
		`${paint.dim('again ')}  ${replay}`,
	];
};
