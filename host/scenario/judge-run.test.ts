import test from 'ava';
import type {Check, Judgement} from '../checks/check.ts';
import type {HistoryEvent} from '../history/event.ts';
import {historyOf} from '../history/history-of.ts';
import {judgeRun, overallVerdict} from './judge-run.ts';

const claim = (id: string, judgement: Judgement, level: Check['level'] = 'must'): Check => ({
	id,
	title: id,
	level,
	judge: () => judgement,
});
const PASS: Judgement = {verdict: 'pass'};
const FAIL: Judgement = {verdict: 'fail', because: 'no', evidence: []};
const UNKNOWN: Judgement = {verdict: 'unknown', because: 'who knows'};
const ended = historyOf({type: 'story-ended', outcome: 'whole'});

const verdictOf = (...claims: readonly Check[]) => overallVerdict(judgeRun(claims, ended));

test('a failure outweighs an unknown, and an unknown a pass', t => {
	t.is(verdictOf(claim('a', PASS)), 'pass');
	t.is(verdictOf(claim('a', PASS), claim('b', UNKNOWN)), 'unknown');
	t.is(verdictOf(claim('a', PASS), claim('b', UNKNOWN), claim('c', FAIL)), 'fail');
});

test('only a must decides', t => {
	t.is(verdictOf(claim('a', PASS), claim('b', FAIL, 'should'), claim('c', UNKNOWN, 'information')), 'pass');
});

test('every run is judged by its end too, and once', t => {
	const ids = judgeRun([claim('story-ends', PASS), claim('a', PASS)], historyOf()).map(({id}) => id);
	t.deepEqual(ids, ['story-ends', 'a']);
});

test('where the network was broken, the faults must have struck', t => {
	const broken = historyOf({type: 'fault-set', link: 'alice → bob', fault: 'cut'});
	t.deepEqual(
		judgeRun([claim('a', PASS)], broken).map(({id}) => id),
		['a', 'story-ends', 'faults-struck'],
	);
});

test('a run without an end is undecided even if all claims hold', t => {
	t.is(overallVerdict(judgeRun([claim('a', PASS)], historyOf())), 'unknown');
});

test('what holds for who never met the attack is undecided; what does not hold, and what is of the run itself, stays', t => {
	const attack = {type: 'attack', actor: 'mallory', attack: 'silence', target: 'tracker', struck: 1} as const;
	const shares = {type: 'shares', actor: 'alice', file: 'cat.jpg', bytes: 9, sha256: 'right'} as const;
	const whole = {type: 'story-ended', outcome: 'whole'} as const;
	const verdictsFor = (met: Readonly<Record<string, {readonly times: number; readonly files: readonly string[]}>>) =>
		judgeRun([claim('a', PASS), claim('b', FAIL)], historyOf(shares, {...attack, victims: ['bob'], met}, whole)).map(
			({id, judgement}) => `${id} ${judgement.verdict}`,
		);
	t.deepEqual(verdictsFor({bob: {times: 1, files: ['cat.jpg']}}), ['a pass', 'b fail', 'story-ends pass']);
	t.deepEqual(verdictsFor({}), ['a unknown', 'b fail', 'story-ends pass']);
});

test('a limit that a program came to is said with what did not hold, and with nothing else', t => {
	const sentence = 'It has reached the most processes it may have.';
	const history = historyOf({type: 'limit-reached', actor: 'alice', sentence}, {type: 'story-ended', outcome: 'whole'});
	const [good, bad, open] = judgeRun([claim('a', PASS), claim('b', FAIL), claim('c', UNKNOWN)], history);
	t.deepEqual(good?.judgement, PASS);
	t.like(bad?.judgement, {because: `no. alice: ${sentence}`});
	t.like(open?.judgement, {because: `who knows. alice: ${sentence}`});
});

test('what is only late is undecided on a crowded machine, and fails on one with time to spare', t => {
	const late = claim('late', {...FAIL, late: [{from: 0, to: 2}]});
	const crowded = {at: 2, type: 'crowded', seconds: 2, share: 0.9} as const;
	const whole = {at: 2, type: 'story-ended', outcome: 'whole'} as const;
	const judged = (more: readonly HistoryEvent[]) => judgeRun([late, claim('wrong', FAIL)], [...more, whole]);
	t.deepEqual(
		judged([crowded, {...crowded, at: 0}]).map(({judgement}) => judgement.verdict),
		['unknown', 'fail', 'pass'],
	);
	t.like(judged([crowded, {...crowded, at: 0}])[0]?.judgement, {because: 'the machine was too crowded to tell: no'});
	t.deepEqual(
		judged([]).map(({judgement}) => judgement.verdict),
		['fail', 'fail', 'pass'],
	);
});
