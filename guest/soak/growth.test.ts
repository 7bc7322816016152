import test from 'ava';
import type {Census} from './census.ts';
import {growthIn} from './growth.ts';

const flat: Census = {
	heapMiB: 20,
	residentMiB: 100,
	descriptors: 50,
	resources: 60,
	abortListeners: 20,
	processListeners: 5,
};
const soak = (change: (index: number) => Partial<Census>): Census[] =>
	Array.from({length: 20}, (_, index) => ({...flat, ...change(index)}));

test('what comes and goes is flat, and so is what is built up at first', t => {
	t.deepEqual(growthIn(soak(index => ({resources: index % 3 === 0 ? 60 : 400}))), []);
	t.deepEqual(growthIn(soak(index => ({heapMiB: 20 + 10 * Math.min(index, 5)}))), []);
});

test('what is left at each turn is growth, however small a turn’s part', t => {
	t.deepEqual(growthIn(soak(index => ({heapMiB: 20 + index / 2, resources: index % 2 === 0 ? 60 : 120}))), [
		'heapMiB grew from 22.5 to 27.5; 2 more would be traffic',
	]);
	t.is(growthIn(soak(index => ({abortListeners: 20 + 10 * index}))).length, 1);
	t.is(growthIn(soak(index => ({processListeners: 5 + index}))).length, 1);
});
