import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {attackStruck} from './attack-struck.ts';

const attack: HistoryEvent = {at: 5, type: 'attack', actor: 'mallory', attack: 'drip', target: 'bob', struck: 3};

test('an attack that struck is worth judging', t => {
	t.is(attackStruck.judge([attack]).verdict, 'pass');
});

test('an attack that never struck leaves all undecided, and is named', t => {
	const judgement = attackStruck.judge([attack, {...attack, attack: 'silence', struck: 0}]);
	t.like(judgement, {verdict: 'unknown', because: 'silence never struck'});
});

test('a run without an attacker proves nothing', t => {
	t.is(attackStruck.judge([]).verdict, 'unknown');
});
