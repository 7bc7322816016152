import test from 'ava';
import {type AttemptState, isNextDue} from './next-attempt.ts';

const limits = {connectMs: 250, maxWaiting: 12, hedgeMs: 1500, hedgeBytes: 98_304, rivalMs: 10_000, maxRivals: 3};
const due = (attempts: readonly AttemptState[], sinceLastMs = 10_000): boolean =>
	isNextDue(attempts, {...limits, sinceLastMs});

const dialling = {phase: 'dialling'} as const;
const silent = (forMs: number): AttemptState => ({phase: 'silent', forMs});
const fast = (forMs: number): AttemptState => ({phase: 'receiving', forMs, recentBytes: 10_000_000});
const slow = (forMs: number): AttemptState => ({phase: 'receiving', forMs, recentBytes: 4});

test('the first holder, and the next after a failure, is asked at once', t => {
	t.true(due([], 0));
});

test('holders that do not answer the call are joined by the next every 250 ms, up to twelve', t => {
	t.false(due([dialling], 249));
	t.true(due([dialling], 250));
	t.true(due(Array.from({length: 11}, () => dialling)));
	t.false(due(Array.from({length: 12}, () => dialling)));
});

test('a fast holder is left alone until it may be an endless one', t => {
	t.false(due([fast(9999)]));
	t.true(due([fast(10_000)]));
	t.false(due([fast(50_000), fast(19_999)]), 'the third waits twice as long');
	t.true(due([fast(50_000), fast(20_000)]));
	t.false(due([fast(9000), slow(9000)]));
});

test('a slow holder gets a rival once a lost packet cannot be the reason', t => {
	t.false(due([slow(1499)]));
	t.true(due([slow(1500)]));
	t.false(due([slow(5000), fast(500)]), 'the rival is fast');
	t.true(due([slow(5000), slow(3000)]));
});

test('the more are silent, the less patience the next one gets', t => {
	t.false(due([silent(1499)]));
	t.true(due([silent(1500)]));
	t.false(due([silent(5000), silent(5000), silent(499)]));
	t.true(due([silent(5000), silent(5000), silent(500)]));
});

test('three fast ones are the most, and slow ones do not use up their places', t => {
	t.false(due([fast(1000), fast(1000), fast(1000)]));
	t.true(due([slow(9000), slow(9000), slow(9000), slow(9000)]));
});
