import test from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import type {UnitResult} from './grade-unit.ts';
import {BUILDS, forfeit, notDone, pointlessBecause, STARTS} from './pointless.ts';

/** Results of pieces of work, each of one case. */
const done = (...cases: ReadonlyArray<readonly [unit: string, id: string, verdict: ReportedCase['verdict']]>) =>
	new Map(
		cases.map(([unit, id, verdict]): [string, UnitResult] => [
			unit,
			{cases: [{id, group: unit, title: id, level: 'must', verdict, lines: []}], seconds: 1, final: true},
		]),
	);

const KINDS = ['build', 'protocol', 'scenario'] as const;

/** Which kinds of work are worth doing. */
const worthDoing = (known: ReadonlyMap<string, UnitResult>) =>
	KINDS.filter(kind => pointlessBecause({kind}, known) === undefined);

test('while nothing is known, all is worth doing', t => {
	t.deepEqual(worthDoing(done()), KINDS);
});

test('what does not build may be built again, and nothing else', t => {
	t.deepEqual(worthDoing(done(['build', BUILDS, 'fail'])), ['build']);
});

for (const starts of Object.values(STARTS)) {
	test(`what fails ${starts} is attacked by nobody`, t => {
		t.deepEqual(worthDoing(done(['protocol', starts, 'fail'])), ['build', 'protocol']);
	});
}

test('only the failure of these very cases makes the rest pointless: not an open one, nor that of others', t => {
	t.deepEqual(worthDoing(done(['build', BUILDS, 'error'], ['protocol', STARTS.peer, 'unknown'])), KINDS);
	t.deepEqual(worthDoing(done(['build', 'build/without-warnings', 'fail'], ['protocol', '4/plain', 'fail'])), KINDS);
});

test('what was forfeited is done for good, what is pending is told as that', t => {
	const {cases, final} = forfeit('good', 'it does not build');
	t.true(final);
	t.like(cases[0], {id: 'good/run', verdict: 'not run', because: 'it does not build', forfeited: true});
	t.false(cases.some(one => 'pending' in one));
	const pending = notDone({unit: 'good', because: 'not yet', pending: true});
	t.like(pending, {id: 'good/run', verdict: 'not run', because: 'not yet', pending: true});
	t.false('forfeited' in pending);
});
