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
	for (const [change, because] of [
		[{broken: 'it closed'}, 'no whole reply to WHO (it closed)'],
		[{seconds: 3.2}, 'the reply to WHO took 3.2 s'],
	] as const) {
		const exchange = {...answered, ...change};
		t.deepEqual(trackerAnswersThroughAttack.judge([answered, exchange]), {
			verdict: 'fail',
			because,
			evidence: [exchange],
			late: [{from: exchange.at - exchange.seconds, to: exchange.at}],
		});
	}
});

test('three seconds are in time, and on slow nodes so many times three', t => {
	const pace = {at: 1, type: 'pace', slowness: 2} as const;
	t.is(trackerAnswersThroughAttack.judge([{...answered, seconds: 3}]).verdict, 'pass');
	t.is(trackerAnswersThroughAttack.judge([pace, {...answered, seconds: 6}]).verdict, 'pass');
	t.is(trackerAnswersThroughAttack.judge([pace, {...answered, seconds: 6.1}]).verdict, 'fail');
});

test('a tracker that nobody asked, but for files of peers, is not judged', t => {
	t.is(trackerAnswersThroughAttack.judge([{...answered, request: 'GET cat.jpg OSP2P'}]).verdict, 'unknown');
});
