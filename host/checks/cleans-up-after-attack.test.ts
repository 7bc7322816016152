import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {cleansUpAfterAttack} from './cleans-up-after-attack.ts';

const sample = {
	at: 1,
	type: 'resources',
	actor: 'alice',
	program: 'peer',
	residentMiB: 80,
	openFiles: 30,
	cpuSeconds: 1,
	diskMiB: 2,
} as const;
const during = {...sample, at: 3, openFiles: 700};
const attack: HistoryEvent = {
	at: 5,
	type: 'attack',
	actor: 'mallory',
	attack: 'never-ask',
	target: 'alice',
	struck: 300,
};

test('what was open during the attack may be, when it is closed afterwards', t => {
	t.is(cleansUpAfterAttack.judge([sample, during, attack, {...sample, at: 7, openFiles: 34}]).verdict, 'pass');
});

test('what stays open fails, with before and after as evidence', t => {
	const after = {...sample, at: 7, openFiles: 330};
	const judgement = cleansUpAfterAttack.judge([sample, during, attack, after]);
	t.is(judgement.verdict, 'fail');
	t.deepEqual('evidence' in judgement && judgement.evidence, [sample, after]);
});

test('closing it a little later is fine: the last sample counts', t => {
	const after = [
		{...sample, at: 6, openFiles: 330},
		{...sample, at: 7, openFiles: 31},
	];
	t.is(cleansUpAfterAttack.judge([sample, attack, ...after]).verdict, 'pass');
});

test('without a sample afterwards, or an attack, nothing is known', t => {
	t.is(cleansUpAfterAttack.judge([sample, during, attack]).verdict, 'unknown');
	t.is(cleansUpAfterAttack.judge([sample, during]).verdict, 'unknown');
});
