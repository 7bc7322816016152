import type {Check} from '../checks/check.ts';
import {plainText} from '../lines/plain-text.ts';
import type {JudgedCheck, ScenarioResult} from '../scenario/result.ts';
import {eventLine} from './event-sentence.ts';

/** One answer in a list of answers, whoever gave it: a claim of a scenario or a case of the protocol. What JUnit, TAP, rubrics and matrices are made of. */
export type ReportedCase = {
	/** Unique in a report: `<group>/<case>`, e.g. `good/files-on-time`. */
	readonly id: string;
	/** What it belongs to: a scenario's name, or a section of the protocol. */
	readonly group: string;
	/** The claim, as a sentence. */
	readonly title: string;
	/** What was tried, where the claim does not say it: the scenario, and who was in it. */
	readonly tried?: string;
	readonly level: Check['level'];
	readonly verdict: ScenarioResult['verdict'];
	/** Why, when it did not pass. */
	readonly because?: string;
	/** What shows it: events, or the lines of an exchange. */
	readonly lines: readonly string[];
	/** What to look at, in plain words. */
	readonly advice?: string;
	/** It is about the run itself, not about what the program did: it earns no points. */
	readonly aboutRun?: true;
	/** With `not run`: that was the program's own doing, so it counts as not passed. */
	readonly forfeited?: true;
	/** With `not run`: grading has not come to it yet, so the points are not the last word. */
	readonly pending?: true;
	/** How long its group took, shared by its cases. */
	readonly seconds?: number;
};

/** The claims of one scenario as cases. One that came to no verdict is a single case that says why. */
export const casesOf = (result: ScenarioResult): ReportedCase[] => {
	const {scenario, title, verdict, problem, checks, seconds} = result;
	if (verdict === 'error' || verdict === 'not run') {
		const because = plainText([problem?.message, problem?.hint].filter(text => text !== undefined).join('\n'));
		return [{id: `${scenario}/run`, group: scenario, title, level: 'must', verdict, because, lines: [], seconds}];
	}

	return checks.map(check => caseOf(check, result));
};

/** The claims of many scenarios. What was run several times is told apart by its seed: CI servers take cases of one name for one case. */
export const casesOfAll = (results: readonly ScenarioResult[]): ReportedCase[] => {
	const times = Map.groupBy(results, ({scenario}) => scenario);
	return results.flatMap(result =>
		(times.get(result.scenario)?.length ?? 0) < 2
			? casesOf(result)
			: casesOf(result).map(one => ({
					...one,
					id: `${one.id}@${result.seed}`,
					title: `${one.title} (seed ${result.seed})`,
				})),
	);
};

const caseOf = (
	{id, title, level, advice, aboutRun, judgement}: JudgedCheck,
	{scenario, seconds, checks}: ScenarioResult,
): ReportedCase => ({
	id: `${scenario}/${id}`,
	group: scenario,
	title,
	level,
	verdict: judgement.verdict,
	...(judgement.verdict !== 'pass' && {because: plainText(judgement.because)}),
	lines: judgement.verdict === 'fail' ? judgement.evidence.map(event => eventLine(event)) : [],
	...(advice !== undefined && {advice}),
	...(aboutRun !== undefined && {aboutRun}),
	seconds: seconds / checks.length,
});
