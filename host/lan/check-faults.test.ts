import test from 'ava';
import {checkSomeFault} from './check-faults.ts';
import {checkStep} from './fault-step.ts';
import type {LinkFaults} from './link-faults.ts';

const isRefused = test.macro({
	title: (_, faults: Record<string, unknown>) => `${JSON.stringify(faults)} is refused`,
	exec(t, faults: LinkFaults, message: RegExp) {
		const error = t.throws(() => checkSomeFault('alice ↔ bob', faults), {name: 'LanError', message});
		t.true(error !== undefined && 'hint' in error && error.hint !== undefined);
	},
});

test(isRefused, {lossShare: 2}, /alice ↔ bob cannot have lossShare: 2/);
test(isRefused, {lossShare: -0.1}, /lossShare/);
test(isRefused, {lossShare: Number.NaN}, /lossShare/);
test(isRefused, {delayMs: -1}, /delayMs/);
test(isRefused, {delayMs: 10, jitterMs: 20}, /jitterMs/);
test(isRefused, {delayMs: 1e9}, /delayMs/);
test(isRefused, {bytesPerSecond: 0}, /bytesPerSecond/);
test(isRefused, {sliceBytes: 1.5}, /sliceBytes/);
test(isRefused, {delayMs: 1, queueBytes: 1000}, /queueBytes/);
test(isRefused, {delayMs: 1, afterLimit: 'reset'}, /afterLimit/);
test(isRefused, {}, /no fault is named/);
test(isRefused, {lossShare: 0}, /no fault is named/);

test('a misspelt fault is refused, and the right ones are named', t => {
	const faults = {loss: 0.5};
	const error = t.throws(() => checkSomeFault('a ↔ b', faults as LinkFaults), {name: 'LanError'});
	t.regex(String(error !== undefined && 'hint' in error && error.hint), /lossShare/);
});

test('every fault at its bounds is fine', t => {
	t.notThrows(() =>
		checkSomeFault('a ↔ b', {
			lossShare: 1,
			duplicateShare: 0,
			corruptShare: 1,
			checksum: 'mended',
			reorderShare: 0.5,
			reorderMs: 0,
			delayMs: 10,
			jitterMs: 10,
			bytesPerSecond: 1,
			queueBytes: 1,
			limitBytes: 0,
			afterLimit: 'close',
			sliceBytes: 1,
			closeDelayMs: 5,
		}),
	);
});

const names = new Set(['tracker', 'alice', 'bob']);

test('a plan is held against the cast before anything boots', t => {
	t.notThrows(() => checkStep({type: 'partition', groups: [['tracker'], ['alice', 'bob']]}, names));
	t.throws(
		() => checkStep({type: 'faults', place: {type: 'between', from: 'alice', to: 'bbo'}, faults: {cut: true}}, names),
		{message: /no "bbo" on this network/},
	);
	t.throws(() => checkStep({type: 'heal', place: {type: 'cable', of: 'carol'}}, names), {message: /carol/});
	t.throws(
		() => checkStep({type: 'faults', place: {type: 'between', from: 'bob', to: 'bob'}, faults: {cut: true}}, names),
		{message: /itself/},
	);
	t.throws(
		() =>
			checkStep(
				{
					type: 'partition',
					groups: [
						['tracker', 'bob'],
						['alice', 'bob'],
					],
				},
				names,
			),
		{message: /"bob" is in two groups/},
	);
	t.throws(() => checkStep({type: 'partition', groups: [['tracker', 'bob']]}, names), {message: /at least two groups/});
	t.throws(() => checkStep({type: 'partition', groups: [['tracker'], []]}, names), {message: /nobody/});
	t.throws(() => checkStep({type: 'reset', between: ['alice', 'mallory']}, names), {message: /mallory/});
});
