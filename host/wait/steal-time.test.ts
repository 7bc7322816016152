import test from 'ava';
import {type ProcessorLook, stealTime} from './steal-time.ts';

/** Looks in turn; each adds to the one before. */
const lostIn = (...steps: ReadonlyArray<ProcessorLook | undefined>): number[] => {
	let now: ProcessorLook | undefined = {waitedMs: 100, usedMs: 1000, busyMs: 50_000};
	const steal = stealTime(() => now);
	let sum = now;
	return steps.map(step => {
		if (step !== undefined) {
			sum = {
				waitedMs: sum.waitedMs + step.waitedMs,
				usedMs: sum.usedMs + step.usedMs,
				busyMs: sum.busyMs + step.busyMs,
			};
		}

		now = step && sum;
		return steal();
	});
};

test('what waits while others work has steal time', t => {
	t.deepEqual(lostIn({waitedMs: 800, usedMs: 0, busyMs: 2000}), [800]);
});

test('what waits for itself has none', t => {
	t.deepEqual(lostIn({waitedMs: 5000, usedMs: 2000, busyMs: 2000}), [0]);
	t.deepEqual(lostIn({waitedMs: 5000, usedMs: 2010, busyMs: 2000}), [0], 'measured less finely');
});

test('beside others, their share is steal time', t => {
	t.deepEqual(lostIn({waitedMs: 1000, usedMs: 500, busyMs: 2000}), [750]);
});

test('steal time is not forgotten, whatever comes then', t => {
	t.deepEqual(
		lostIn({waitedMs: 1000, usedMs: 500, busyMs: 2000}, {waitedMs: 1000, usedMs: 2000, busyMs: 2000}, undefined, {
			waitedMs: 400,
			usedMs: 0,
			busyMs: 2000,
		}),
		[750, 750, 750, 1150],
	);
});

test('over a moment the share is that of before, and is found out later', t => {
	t.deepEqual(
		lostIn(
			{waitedMs: 1000, usedMs: 1000, busyMs: 2000},
			{waitedMs: 10, usedMs: 0, busyMs: 10},
			{waitedMs: 990, usedMs: 1990, busyMs: 1990},
		).map(Math.round),
		[500, 505, 505],
	);
});

test('a group that ends takes its use along, and has used no less', t => {
	t.deepEqual(lostIn({waitedMs: 100, usedMs: -800, busyMs: 1000}), [100]);
});
