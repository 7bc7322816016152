import test from 'ava';
import type {ScenarioResult} from '../scenario/result.ts';
import {exitCodeOf} from './exit-code.ts';

const comesTo = test.macro({
	title: (_, code: number, verdicts: ReadonlyArray<ScenarioResult['verdict']>) =>
		`${verdicts.length === 0 ? 'nothing' : verdicts.join(', ')} ends with ${code}`,
	exec(t, code: number, verdicts: ReadonlyArray<ScenarioResult['verdict']>) {
		t.is(exitCodeOf(verdicts.map(verdict => ({verdict}))), code);
	},
});

test(comesTo, 0, ['pass']);
test(comesTo, 0, ['pass', 'not run']);
test(comesTo, 1, ['pass', 'fail', 'unknown', 'error']);
test(comesTo, 2, ['pass', 'unknown']);
test(comesTo, 2, ['not run']);
test(comesTo, 2, []);
test(comesTo, 3, ['pass', 'unknown', 'error']);
