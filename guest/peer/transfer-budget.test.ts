import test from 'ava';
import {DEFAULT_LIMITS} from './peer-limits.ts';
import {type BudgetLimits, downloadBudget, TransferBudget, uploadBudget} from './transfer-budget.ts';

const limits: BudgetLimits = {
	maxBytes: 1_000_000,
	maxMs: 3_600_000,
	firstByteMs: 20_000,
	idleMs: 15_000,
	minBytesPerSecond: 1024,
	windowMs: 10_000,
};

/** Spends `bytes` every `everyMs` and says when the budget broke first. */
const brokenAfterMs = (
	bytes: number,
	{everyMs, forMs}: {readonly everyMs: number; readonly forMs: number},
): number | undefined => {
	const budget = new TransferBudget(limits, {nowMs: 0});
	for (let nowMs = 0; nowMs <= forMs; nowMs += 100) {
		if (nowMs % everyMs === 0) {
			budget.spend(bytes, nowMs);
		}

		if (budget.broken(nowMs) !== undefined) {
			return nowMs;
		}
	}

	return undefined;
};

test('four bytes every ten seconds are found out within a window', t => {
	const afterMs = brokenAfterMs(4, {everyMs: 10_000, forMs: 60_000});
	t.true(afterMs !== undefined && afterMs <= 11_000, `${afterMs}`);
});

test('a byte now and then is found out, however evenly it comes', t => {
	t.not(brokenAfterMs(50, {everyMs: 100, forMs: 60_000}), undefined);
});

test('a good rate is left alone', t => {
	t.is(brokenAfterMs(1000, {everyMs: 500, forMs: 60_000}), undefined);
});

test('a pause of a second, or of nine, costs a good sender nothing', t => {
	const budget = new TransferBudget(limits, {nowMs: 0});
	for (let nowMs = 0; nowMs < 120_000; nowMs += 10_000) {
		budget.spend(20_000, nowMs);
		t.is(budget.broken(nowMs + 9000), undefined);
	}
});

test('the first byte may take its time, but not for ever', t => {
	const budget = new TransferBudget(limits, {nowMs: 0});
	t.is(budget.broken(19_000), undefined);
	budget.spend(10, 19_000);
	t.is(budget.broken(28_000), undefined, 'the average begins with the first byte');
	t.regex(new TransferBudget(limits, {nowMs: 0}).broken(20_001) ?? '', /within 20 s/);
});

test('too many bytes, too much time and silence each have their reason', t => {
	const full = new TransferBudget(limits, {nowMs: 0});
	full.spend(1_000_000, 1);
	t.is(full.broken(1), undefined);
	full.spend(1, 2);
	t.regex(full.broken(2) ?? '', /larger/);

	const quiet = new TransferBudget(limits, {nowMs: 0});
	quiet.spend(1, 0);
	t.regex(quiet.broken(15_001) ?? '', /not a byte/);

	const old = new TransferBudget({...limits, maxMs: 5000}, {nowMs: 0});
	old.spend(1, 5000);
	t.is(old.broken(5000), undefined);
	t.regex(old.broken(5001) ?? '', /longer than 5 s/);
});

test('memory does not grow with the length of a transfer', t => {
	const budget = new TransferBudget({...limits, maxBytes: Number.POSITIVE_INFINITY}, {nowMs: 0});
	for (let nowMs = 0; nowMs < 100_000; nowMs++) {
		budget.spend(1000, nowMs);
	}

	t.is(budget.bytes, 100_000_000);
	t.is(budget.broken(100_000), undefined);
	t.true(budget.marks <= 20, `${budget.marks}`);
});

const peerLimits = {
	...DEFAULT_LIMITS,
	maxFileMib: 3,
	downloadSeconds: 50,
	firstByteSeconds: 20,
	idleSeconds: 15,
	minRate: 7,
	rateSeconds: 11,
};

test('limits of a download, in bytes and milliseconds', t => {
	t.deepEqual(downloadBudget(peerLimits), {
		maxBytes: 3_145_728,
		maxMs: 50_000,
		firstByteMs: 20_000,
		idleMs: 15_000,
		minBytesPerSecond: 7,
		windowMs: 11_000,
	});
});

test('a reader may take as much and as long as there is, but is never silent for longer than others', t => {
	t.deepEqual(uploadBudget(peerLimits), {
		maxBytes: Number.POSITIVE_INFINITY,
		maxMs: Number.POSITIVE_INFINITY,
		firstByteMs: 15_000,
		idleMs: 15_000,
		minBytesPerSecond: 7,
		windowMs: 11_000,
	});
});
