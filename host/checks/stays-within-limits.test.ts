import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {staysWithinLimits} from './stays-within-limits.ts';

const sample = {
	at: 2,
	type: 'resources',
	actor: 'bob',
	program: 'peer',
	residentMiB: 80,
	openFiles: 30,
	cpuSeconds: 1,
	diskMiB: 2,
} as const;

test('little use passes', t => {
	t.is(staysWithinLimits.judge([sample]).verdict, 'pass');
});

test('memory, disk and open files beyond the bound fail, with the samples', t => {
	for (const change of [{residentMiB: 300}, {diskMiB: 300}, {openFiles: 1025}]) {
		const much = {...sample, ...change};
		const judgement = staysWithinLimits.judge([sample, much]);
		t.is(judgement.verdict, 'fail');
		t.deepEqual('evidence' in judgement && judgement.evidence, [much]);
	}
});

test('a tracker may hold ten thousand connections', t => {
	t.is(staysWithinLimits.judge([{...sample, program: 'tracker', openFiles: 10_000}]).verdict, 'pass');
});

test('what the attacker uses is its own business, so nothing is known of the others', t => {
	const attack: HistoryEvent = {at: 5, type: 'attack', actor: 'mallory', attack: 'drip', target: 'bob', struck: 1};
	t.is(staysWithinLimits.judge([{...sample, actor: 'mallory', residentMiB: 900}, attack]).verdict, 'unknown');
});

test('a program that keeps its processor busy after the attack, with nothing to do, fails; one that rests passes', t => {
	const attack: HistoryEvent = {at: 5, type: 'attack', actor: 'mallory', attack: 'hang-up', target: 'bob', struck: 1};
	const judge = (cpuSeconds: number) =>
		staysWithinLimits.judge([attack, {...sample, at: 6}, {...sample, at: 8, cpuSeconds}]);
	t.like(judge(2.9), {
		verdict: 'fail',
		because: "bob's peer used 95 % of a processor when the attack was over and nobody asked it for anything",
	});
	t.is(judge(1.3).verdict, 'pass');
	t.is(judge(2).verdict, 'fail');
});

test('in a guest, whose processor may be taken away while its clock goes on, more is allowed; not spinning', t => {
	const attack: HistoryEvent = {at: 5, type: 'attack', actor: 'mallory', attack: 'hang-up', target: 'bob', struck: 1};
	const judge = (cpuSeconds: number) =>
		staysWithinLimits.judge([attack, {...sample, at: 6, toldMs: 20}, {...sample, at: 8, cpuSeconds, toldMs: 20}])
			.verdict;
	t.is(judge(2), 'pass');
	t.is(judge(2.9), 'fail');
});
