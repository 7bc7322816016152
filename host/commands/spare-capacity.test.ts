import test from 'ava';
import {type MachineLoad, untilSpareCapacity} from './spare-capacity.ts';

/** A machine that is looked at once a second, and tells how many processors were idle since; then nothing happens any more. */
const machine = (idle: readonly number[], freeMemoryMiB = 8192) => {
	let looks = 0;
	let idleMs = 0;
	const look = (): MachineLoad => {
		idleMs += 1000 * (idle[looks - 1] ?? 0);
		return {idleMs, atMs: 1000 * looks++, freeMemoryMiB};
	};
	return {look, looks: () => looks};
};

const {signal} = new AbortController();

test('there is room when processors had nothing to do for a while', async t => {
	const {look, looks} = machine([0, 0.2, 1.4]);
	await untilSpareCapacity({look, needsMiB: 100, signal, everyMs: 1});
	t.is(looks(), 4);
});

test('a look at one moment says nothing', async t => {
	let looks = 0;
	const look = (): MachineLoad => ({
		idleMs: 1e6 + 1000 * Math.floor(looks / 2),
		atMs: 1000 * Math.floor(looks++ / 2),
		freeMemoryMiB: 8192,
	});
	await untilSpareCapacity({look, needsMiB: 100, signal, everyMs: 1});
	t.is(looks, 3);
});

test('without memory there is no room, however idle it is', async t => {
	const {look} = machine([2, 2, 2, 2], 99);
	const stop = new AbortController();
	setTimeout(() => stop.abort(), 30);
	await untilSpareCapacity({look, needsMiB: 100, signal: stop.signal, everyMs: 1});
	t.true(stop.signal.aborted);
});
