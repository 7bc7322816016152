import type {Check, Judgement, Verdict} from '../checks/check.ts';
import {wasCrowded} from '../checks/crowded.ts';
import {whyUnexposed} from '../checks/exposure.ts';
import {faultsStruck} from '../checks/faults-struck.ts';
import {scenarioEnds} from '../checks/scenario-ends.ts';
import type {HistoryEvent} from '../history/event.ts';
import type {JudgedCheck} from './result.ts';

/** Judge a run by a scenario's claims, and by those that hold for every run it concerns. A claim stated twice is judged once. */
export const judgeRun = (claims: readonly Check[], history: readonly HistoryEvent[]): JudgedCheck[] => {
	const hasFaults = history.some(({type}) => type === 'fault-set' || type === 'fault-hits');
	const always = hasFaults ? [scenarioEnds, faultsStruck] : [scenarioEnds];
	const checks = new Map([...claims, ...always].map(check => [check.id, check]));
	const unexposed = whyUnexposed(history);
	const strangers = whyStrange(history);
	return [...checks.values()].map(({judge, ...check}) => ({
		...check,
		judgement:
			strangers ??
			withLimits(
				ofTheExposed(
					ofTheMachine(judge(history), history),
					always.some(({id}) => id === check.id) ? undefined : unexposed,
				),
				history,
			),
	}));
};

/** What strangers said to a program may be the reason of whatever it did. */
const whyStrange = (history: readonly HistoryEvent[]): Judgement | undefined => {
	const met = history.filter(event => event.type === 'stranger-met');
	const said = met.map(
		({actor, bytes, endpoint}) => `${actor} heard ${bytes} bytes of ${endpoint}, which is none of the cast`,
	);
	return said.length === 0 ? undefined : {verdict: 'unknown', because: said.join('; ')};
};

/** Load alone fails nobody. */
const ofTheMachine = (judgement: Judgement, history: readonly HistoryEvent[]): Judgement =>
	judgement.verdict === 'fail' && wasCrowded(history, judgement.late ?? [])
		? {verdict: 'unknown', because: `the machine was too crowded to tell: ${judgement.because}`}
		: judgement;

/** What did not hold may be due to a limit a program came to: that is said with it. */
const withLimits = (judgement: Judgement, history: readonly HistoryEvent[]): Judgement => {
	const limits = history.filter(event => event.type === 'limit-reached');
	if (judgement.verdict === 'pass' || limits.length === 0) {
		return judgement;
	}

	const said = [...new Set(limits.map(({actor, sentence}) => `${actor}: ${sentence}`))].join(' ');
	return {...judgement, because: `${judgement.because}. ${said}`};
};

/** Who never met the attack has not stood it. What went wrong all the same went wrong. */
const ofTheExposed = (judgement: Judgement, unexposed: string | undefined): Judgement =>
	judgement.verdict === 'pass' && unexposed !== undefined ? {verdict: 'unknown', because: unexposed} : judgement;

/** One verdict of many: only a `must` counts. A failure outweighs everything, and an unknown every pass. */
export const overallVerdict = (checks: readonly JudgedCheck[]): Verdict => {
	const verdicts = checks.filter(({level}) => level === 'must').map(({judgement}) => judgement.verdict);
	return verdicts.includes('fail')
		? 'fail'
		: verdicts.includes('unknown') || verdicts.length === 0
			? 'unknown'
			: 'pass';
};
