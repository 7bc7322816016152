import test from 'ava';
import {DEFAULT_LIMITS} from './peer-limits.ts';
import {downloadBudget, uploadBudget} from './transfer-limits.ts';

const limits = {
	...DEFAULT_LIMITS,
	maxFileMib: 3,
	downloadSeconds: 50,
	firstByteSeconds: 20,
	idleSeconds: 15,
	minRate: 7,
	rateSeconds: 11,
};

test('limits of a download, in bytes and milliseconds', t => {
	t.deepEqual(downloadBudget(limits), {
		maxBytes: 3_145_728,
		maxMs: 50_000,
		firstByteMs: 20_000,
		idleMs: 15_000,
		minBytesPerSecond: 7,
		windowMs: 11_000,
	});
});

test('a reader may take as much and as long as there is, but is never silent for longer than others', t => {
	t.deepEqual(uploadBudget(limits), {
		maxBytes: Number.POSITIVE_INFINITY,
		maxMs: Number.POSITIVE_INFINITY,
		firstByteMs: 15_000,
		idleMs: 15_000,
		minBytesPerSecond: 7,
		windowMs: 11_000,
	});
});
