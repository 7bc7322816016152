import type {JudgedCheck, ScenarioResult} from '../scenario/result.ts';

/** A scenario's verdict in one word of capitals, for people. */
export const verdictWord = (verdict: ScenarioResult['verdict']): string => words[verdict];

/** One sign for a verdict; it is never the only thing that tells verdicts apart. */
export const verdictSign = (verdict: ScenarioResult['verdict']): string => signs[verdict];

/** One sentence about a whole result: how many claims held, and what is first to know. */
export const verdictSentence = ({
	verdict,
	checks,
	problem,
}: Pick<ScenarioResult, 'verdict' | 'checks' | 'problem'>): string => {
	if (verdict === 'error' || verdict === 'not run') {
		return problem?.message ?? 'no reason was given';
	}

	const held = checks.filter(check => check.judgement.verdict === 'pass').length;
	const rest = (['fail', 'unknown'] as const)
		.map(answer => [answer, checks.filter(check => check.judgement.verdict === answer).length] as const)
		.filter(([, count]) => count > 0)
		.map(([answer, count]) => `${count} ${answer === 'fail' ? 'broken' : 'undecided'}`);
	return [`${held} of ${checks.length} claims held`, ...rest].join(', ');
};

/** Checks in the order a reader wants them: what is broken first, then what is undecided; binding ones before others. */
export const byUrgency = (checks: readonly JudgedCheck[]): JudgedCheck[] =>
	checks.toSorted((a, b) => urgency(a) - urgency(b));

const words: Readonly<Record<ScenarioResult['verdict'], string>> = {
	pass: 'PASS',
	fail: 'FAIL',
	unknown: 'UNDECIDED',
	error: 'ERROR',
	'not run': 'NOT RUN',
};

const signs: Readonly<Record<ScenarioResult['verdict'], string>> = {
	pass: '✔',
	fail: '✘',
	unknown: '?',
	error: '!',
	'not run': '·',
};

const urgency = ({judgement, level}: JudgedCheck): number =>
	['fail', 'unknown', 'pass'].indexOf(judgement.verdict) * 3 + ['must', 'should', 'information'].indexOf(level);
