import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {scenarioEnds} from './scenario-ends.ts';

test('passes a scenario that came to its end', t => {
	t.is(scenarioEnds.judge(historyOf({type: 'story-ended', outcome: 'whole'})).verdict, 'pass');
});

test('fails a scenario in which a program did not do its part, and says which', t => {
	const because = 'Waited 30 s in vain for the tracker to list alice.';
	const history = historyOf({type: 'step', title: 'One'}, {type: 'story-ended', outcome: 'stuck', because});
	t.deepEqual(scenarioEnds.judge(history), {
		verdict: 'fail',
		because,
		evidence: history.slice(1),
		late: [{from: -29, to: 1}],
	});
});

test('cannot say whether a scenario would have ended after its deadline', t => {
	t.is(scenarioEnds.judge(historyOf({type: 'story-ended', outcome: 'deadline'})).verdict, 'unknown');
});

test('says nothing about a history that was cut off', t => {
	t.is(scenarioEnds.judge(historyOf({type: 'step', title: 'One'})).verdict, 'unknown');
});

test('that a program does not build is no matter of time', t => {
	const stuck = historyOf({type: 'story-ended', outcome: 'stuck', because: 'The peer does not build: no main.c.'});
	t.false('late' in scenarioEnds.judge(stuck));
});
