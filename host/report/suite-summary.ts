import {plainText} from '../lines/plain-text.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {formatCount, formatSeconds} from './amounts.ts';
import {exitCodeOf} from './exit-code.ts';
import type {Paint} from './paint.ts';
import {shownPath} from './shown-path.ts';
import {paintVerdict} from './terminal-summary.ts';
import {byUrgency, verdictSentence, verdictSign, verdictWord} from './verdict-words.ts';

/** One scenario of many in one line, as it ends. */
export const suiteLine = (result: ScenarioResult, paint: Paint): string => {
	const {verdict, scenario, seconds, checks} = result;
	const sign = paintVerdict(verdict, `${verdictSign(verdict)} ${verdictWord(verdict).padEnd(9)}`, paint);
	const time = verdict === 'not run' ? '' : formatSeconds(seconds);
	const [worst] = byUrgency(checks);
	const because =
		verdict === 'fail' && worst !== undefined
			? worst.title
			: verdict === 'pass'
				? ''
				: verdictSentence(result).split('\n')[0];
	return `${sign} ${scenario.padEnd(24)} ${paint.dim(time.padStart(8))}  ${because}`.trimEnd();
};

/**
The end of a suite: what is broken and why, then the counts.

@param isCutShort - Whether it ends before all has been run: then the exit code tells of that.
*/
export const suiteSummary = (
	{name, seconds, results, folder}: Suite & {readonly folder: string},
	{paint, from, isCutShort = false}: {readonly paint: Paint; readonly from: string; readonly isCutShort?: boolean},
): string => {
	const counts = [...Map.groupBy(results, ({verdict}) => verdict)]
		.map(([verdict, theirs]) => paintVerdict(verdict, `${theirs.length} ${verdictWord(verdict).toLowerCase()}`, paint))
		.join(', ');
	return [
		'',
		...results
			.filter(({verdict}) => verdict === 'fail' || verdict === 'error')
			.flatMap(result => complaintLines(result, paint)),
		...repeatedLines(results, paint),
		`${paint.bold(name)}: ${counts}, ${formatCount(results.length, 'run')} in ${formatSeconds(seconds)}`,
		`${paint.dim('report')}  ${shownPath(folder, from)}/report.html`,
		...(isCutShort ? [] : [`${paint.dim('exit  ')}  ${exitCodeOf(results)}`]),
		'',
	].join('\n');
};

const complaintLines = (result: ScenarioResult, paint: Paint): string[] => {
	const {verdict, scenario, title, checks, problem, replay} = result;
	const broken = byUrgency(checks).filter(({judgement, level}) => judgement.verdict === 'fail' && level === 'must');
	return [
		`${paintVerdict(verdict, verdictSign(verdict), paint)} ${paint.bold(scenario)}  ${title}`,
		...broken.flatMap(({title: claim, judgement}) => [
			`    ${claim}: ${judgement.verdict === 'fail' ? plainText(judgement.because) : ''}`,
		]),
		...(problem === undefined
			? []
			: [problem.message, problem.hint ?? ''].filter(text => text !== '').map(text => `    ${plainText(text)}`)),
		`    ${paint.dim('again')}  ${replay}`,
		'',
	];
};

/** Of scenarios that were run more than once: how often they held. */
const repeatedLines = (results: readonly ScenarioResult[], paint: Paint): string[] => {
	const repeated = [...Map.groupBy(results, ({scenario}) => scenario)].filter(([, theirs]) => theirs.length > 1);
	const lines = repeated.map(([scenario, theirs]) => {
		const held = theirs.filter(({verdict}) => verdict === 'pass').length;
		const text = `${held} of ${theirs.length}`;
		return `${held === theirs.length ? paint.green(text) : paint.red(text)}  ${scenario}`;
	});
	return lines.length === 0 ? [] : [...lines, ''];
};

/** Several scenarios that one command ran, so far. */
export type Suite = {
	/** The group's name, or the scenario's when it was repeated. */
	readonly name: string;
	readonly startedAt: string; // ISO 8601
	readonly seconds: number;
	/** In the order they ended. */
	readonly results: readonly ScenarioResult[];
};
