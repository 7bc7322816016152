import test from 'ava';
import {trackerAnswersThroughAttack} from './tracker-answers-through-attack.ts';

const answered = {
	at: 2,
	type: 'exchange',
	actor: 'tracker',
	request: 'WHO',
	codes: ['200 '],
	data: [],
	seconds: 0.1,
} as const;

test('replies in time pass', t => {
	t.is(trackerAnswersThroughAttack.judge([answered]).verdict, 'pass');
});

test('a reply that does not come, or comes late, fails and is shown', t => {
	for (const change of [{broken: 'no whole reply within 10 s'}, {seconds: 4.2}]) {
		const exchange = {...answered, ...change};
		t.like(trackerAnswersThroughAttack.judge([answered, exchange]), {verdict: 'fail', evidence: [exchange]});
	}
});

test('a tracker that nobody asked, but for files of peers, is not judged', t => {
	t.is(trackerAnswersThroughAttack.judge([{...answered, request: 'GET cat.jpg OSP2P'}]).verdict, 'unknown');
});
