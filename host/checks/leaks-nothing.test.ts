import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {leaksNothing} from './leaks-nothing.ts';

const attack: HistoryEvent = {
	at: 5,
	type: 'attack',
	actor: 'mallory',
	attack: 'traversal',
	target: 'alice',
	struck: 40,
};
const seen: HistoryEvent = {at: 3, type: 'canary-seen', actor: 'alice', where: 'the answer to GET ../canary.txt OSP2P'};

test('a secret that was tried for and not seen passes', t => {
	t.is(leaksNothing.judge([attack]).verdict, 'pass');
});

test('a secret that was seen fails, and is shown', t => {
	const judgement = leaksNothing.judge([seen, attack]);
	t.is(judgement.verdict, 'fail');
	t.deepEqual('evidence' in judgement && judgement.evidence, [seen]);
});

test('a secret that nobody tried for proves nothing', t => {
	t.is(leaksNothing.judge([]).verdict, 'unknown');
	t.is(leaksNothing.judge([{...attack, struck: 0} as HistoryEvent]).verdict, 'unknown');
});
