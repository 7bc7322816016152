import test from 'ava';
import type {ScenarioResult} from '../scenario/result.ts';
import {exitCodeOf} from './exit-code.ts';

const means = test.macro({
	title: (_, code: number, verdicts: ReadonlyArray<ScenarioResult['verdict']>) =>
		`${verdicts.length === 0 ? 'nothing' : verdicts.join(', ')} ends with ${code}`,
	exec(t, code: number, verdicts: ReadonlyArray<ScenarioResult['verdict']>) {
		t.is(exitCodeOf(verdicts.map(verdict => ({verdict}))), code);
	},
});

test(means, 0, ['pass']);
test(means, 0, ['pass', 'not run']);
test(means, 1, ['pass', 'fail', 'unknown', 'error']);
test(means, 2, ['pass', 'unknown']);
test(means, 2, ['not run']);
test(means, 2, []);
test(means, 3, ['pass', 'unknown', 'error']);
