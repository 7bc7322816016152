import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {servesThroughAttack} from './serves-through-attack.ts';

const shares: HistoryEvent = {at: 0, type: 'shares', actor: 'alice', file: 'a cat.jpg', bytes: 9, sha256: 'right'};
const served = {
	at: 2,
	type: 'exchange',
	actor: 'alice',
	request: 'GET a%20cat.jpg OSP2P',
	codes: [],
	data: ['9 bytes, SHA-256 right'],
	seconds: 0.2,
} as const;

test('whole and in time passes', t => {
	t.is(servesThroughAttack.judge([shares, served]).verdict, 'pass');
});

test('who leaves the connection open behind the whole file has served it', t => {
	t.is(servesThroughAttack.judge([shares, {...served, broken: 'not over after 1 s'}]).verdict, 'pass');
});

test('other bytes, no bytes, a broken answer and a late one fail', t => {
	for (const [change, because] of [
		[{data: ['9 bytes, SHA-256 wrong']}, /sent 9 bytes instead/],
		[{data: ['0 bytes, SHA-256 empty']}, /sent 0 bytes instead/],
		[{broken: 'ECONNREFUSED', data: []}, /ECONNREFUSED/],
		[{seconds: 14.6}, /took 15 s/],
	] as const) {
		const exchange = {...served, ...change};
		const judgement = servesThroughAttack.judge([shares, served, exchange]);
		t.regex(judgement.verdict === 'fail' ? judgement.because : '', because);
		t.deepEqual('evidence' in judgement && judgement.evidence, [exchange]);
	}
});

test('requests to the tracker are not its matter, so alone they leave it undecided', t => {
	t.is(servesThroughAttack.judge([shares, {...served, request: 'WHO', data: []}]).verdict, 'unknown');
});

test('ten seconds are in time, and on slow nodes so many times ten; where no time is known, none is held against anybody', t => {
	const {seconds: _, ...untimed} = served;
	t.is(servesThroughAttack.judge([shares, untimed]).verdict, 'pass');
	t.is(servesThroughAttack.judge([shares, {...served, seconds: 10}]).verdict, 'pass');
	t.is(servesThroughAttack.judge([shares, {...served, seconds: 10.1}]).verdict, 'fail');
	const pace = {at: 0, type: 'pace', slowness: 2} as const;
	t.is(servesThroughAttack.judge([pace, shares, {...served, seconds: 20}]).verdict, 'pass');
	t.is(servesThroughAttack.judge([pace, shares, {...served, seconds: 20.1}]).verdict, 'fail');
});

test('an answer that took long, and came only once the attackers had left, leaves it undecided', t => {
	const attack = {at: 21, type: 'attack', actor: 'mallory', attack: 'never-ask', target: 'alice', struck: 300} as const;
	const gone = {
		at: 20,
		type: 'program-ended',
		actor: 'mallory',
		program: 'peer',
		exitCode: 0,
		signal: null,
		expected: true,
		lastLines: [],
	} as const;
	const verdictOf = (at: number, seconds: number, ...more: readonly HistoryEvent[]) =>
		servesThroughAttack.judge([shares, {...served, at, seconds}, gone, attack, ...more]);
	for (const at of [19.5, 20.5, 25]) {
		const judgement = verdictOf(at, 6);
		t.is(judgement.verdict, 'unknown');
		t.regex('because' in judgement ? judgement.because : '', /answered after 6 s, only once the attackers had left/);
	}

	t.is(verdictOf(20.5, 5).verdict, 'pass', 'not long');
	t.is(verdictOf(18.9, 6).verdict, 'pass', 'they were still there');
	t.is(verdictOf(26.5, 6).verdict, 'pass', 'asked after they had left');
	t.is(verdictOf(20.5, 10.1).verdict, 'fail', 'too long in any case');
	t.is(verdictOf(20.5, 6, {at: 0, type: 'pace', slowness: 2}).verdict, 'pass', 'not long on slow nodes');
	const over = {at: 19.9, type: 'story-ended', outcome: 'whole'} as const;
	t.is(verdictOf(19.5, 6, over).verdict, 'pass', 'it was the end of the scenario that ended the attack');
});
