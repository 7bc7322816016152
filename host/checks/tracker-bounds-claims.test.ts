import test from 'ava';
import {trackerBoundsClaims} from './tracker-bounds-claims.ts';

const asked = (number: number, data: readonly string[]) =>
	({at: 2, type: 'exchange', actor: 'tracker', request: `WANT bait-${number}.jpg`, codes: ['300 '], data}) as const;

test('a claim beyond a thousand that nobody knows passes', t => {
	t.is(trackerBoundsClaims.judge([asked(1400, [])]).verdict, 'pass');
});

test('a claim beyond a thousand that was taken fails', t => {
	const taken = asked(1400, ['PEER bait 10.77.0.2:12999']);
	const judgement = trackerBoundsClaims.judge([asked(1401, []), taken]);
	t.is(judgement.verdict, 'fail');
	t.deepEqual('evidence' in judgement && judgement.evidence, [taken]);
});

test('numbers begin at 0: the first claim beyond a thousand is number 1000', t => {
	t.is(trackerBoundsClaims.judge([asked(1000, [])]).verdict, 'pass');
	t.is(trackerBoundsClaims.judge([asked(999, [])]).verdict, 'unknown');
});

test('claims within the bound tell nothing', t => {
	t.is(trackerBoundsClaims.judge([asked(900, ['PEER bait 10.77.0.2:12999'])]).verdict, 'unknown');
});
