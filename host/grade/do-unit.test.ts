import test from 'ava';
import {sampleResult} from '../report/sample-result.ts';
import type {JudgedCheck} from '../scenario/result.ts';
import {struckNothing} from './do-unit.ts';

const judged = (id: string, judgement: JudgedCheck['judgement']): JudgedCheck => ({
	id,
	title: id,
	level: 'must',
	judgement,
});

const nothing = judged('faults-struck', {verdict: 'unknown', because: 'it hit nothing'});
const good = judged('programs-stay-up', {verdict: 'pass'});

test('a scenario is run again when only its fault hit nothing, and never for what a program did', t => {
	const isAgain = (...checks: readonly JudgedCheck[]) => struckNothing({...sampleResult, verdict: 'unknown', checks});
	t.true(isAgain(good, nothing));
	t.false(isAgain(good));
	t.false(isAgain(nothing, judged('programs-stay-up', {verdict: 'fail', because: 'it ended', evidence: []})));
	t.false(isAgain(nothing, judged('downloads-succeed', {verdict: 'unknown', because: 'nobody asked'})));
});
