import test from 'ava';
import {checkStep, type FaultStep, formatGroups, formatPlace, type Place} from './fault-step.ts';

const names = new Set(['tracker', 'alice', 'bob']);

const reads = test.macro({
	title: (_, place: Place, words: string) => `a place reads "${words}" (${JSON.stringify(place)})`,
	exec(t, place: Place, words: string) {
		t.is(formatPlace(place), words);
	},
});

test(reads, {type: 'between', from: 'alice', to: 'bob'}, 'alice ↔ bob');
test(reads, {type: 'between', from: 'alice', to: 'bob', oneWay: true}, 'alice → bob');
test(reads, {type: 'cable', of: 'alice'}, 'cable of alice');
test(reads, {type: 'cable', of: 'alice', way: 'both'}, 'cable of alice');
test(reads, {type: 'cable', of: 'alice', way: 'heard'}, 'cable of alice, heard');

test('groups read like this', t => {
	t.is(formatGroups([['tracker'], ['alice', 'bob']]), 'tracker | alice, bob');
});

const isRefused = test.macro({
	title: (_, step: FaultStep) => `${JSON.stringify(step)} is refused`,
	exec(t, step: FaultStep, message: RegExp) {
		t.throws(() => checkStep(step, names), {name: 'LanError', message});
	},
});

const cut = {cut: true};
test(isRefused, {type: 'faults', place: {type: 'between', from: 'alice', to: 'carol'}, faults: cut}, /no "carol"/);
test(isRefused, {type: 'faults', place: {type: 'between', from: 'alice', to: 'alice'}, faults: cut}, /itself/);
test(isRefused, {type: 'faults', place: {type: 'cable', of: 'alice'}, faults: {}}, /cable of alice/);
test(isRefused, {type: 'heal', place: {type: 'cable', of: 'carol'}}, /no "carol"/);
test(isRefused, {type: 'partition', groups: []}, /at least two groups/);
test(isRefused, {type: 'partition', groups: [['alice', 'bob']]}, /at least two groups/);
test(isRefused, {type: 'partition', groups: [['alice'], []]}, /nobody in a group/);
test(isRefused, {type: 'partition', groups: [['alice'], ['bob', 'alice']]}, /"alice" is in two groups/);
test(isRefused, {type: 'partition', groups: [['alice'], ['carol']]}, /no "carol"/);
test(isRefused, {type: 'reset', between: ['alice', 'carol']}, /no "carol"/);
test(isRefused, {type: 'reset', between: ['bob', 'bob']}, /itself/);

test('what can be meant is not refused', t => {
	for (const step of [
		{type: 'faults', place: {type: 'cable', of: 'alice', way: 'sent'}, faults: {cut: true}},
		{type: 'heal', place: {type: 'between', from: 'alice', to: 'bob'}},
		{type: 'partition', groups: [['alice'], ['bob']]},
		{type: 'reset', between: ['alice', 'bob']},
		{type: 'reset'},
		{type: 'heal all'},
	] satisfies readonly FaultStep[]) {
		t.notThrows(() => checkStep(step, names));
	}
});
