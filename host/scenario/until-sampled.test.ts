import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {untilSampled} from './until-sampled.ts';

const sample: HistoryEvent = {
	at: 1,
	type: 'resources',
	actor: 'bob',
	program: 'peer',
	residentMiB: 80,
	openFiles: 30,
	cpuSeconds: 1,
	diskMiB: 2,
};
const never = new AbortController().signal;

test('waits for samples that were not there before, of that actor', async t => {
	const history = [sample];
	let isOver = false;
	const waiting = untilSampled('bob', {history, signal: never, times: 2}).then(() => {
		isOver = true;
	});
	history.push(sample, {...sample, actor: 'alice'});
	await new Promise(setImmediate);
	t.false(isOver);
	history.push(sample);
	await waiting;
	t.true(isOver);
});

test('a program that has ended is not waited for', async t => {
	const ended: HistoryEvent = {
		at: 2,
		type: 'program-ended',
		actor: 'bob',
		program: 'peer',
		exitCode: 1,
		signal: null,
		expected: false,
		lastLines: [],
	};
	await t.notThrowsAsync(untilSampled('bob', {history: [sample, ended], signal: never}));
});

test('the end of the scenario ends the wait', async t => {
	await t.throwsAsync(untilSampled('bob', {history: [], signal: AbortSignal.abort()}));
});
