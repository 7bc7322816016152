import test from 'ava';
import type {PeerEvent} from './peer-event.ts';
import {refusalCounter} from './refusal-counter.ts';

const makeCounter = () => {
	const told: PeerEvent[] = [];
	let nowMs = 0;
	const counter = refusalCounter(
		event => told.push(event),
		() => nowMs,
	);
	const passes = (ms: number): void => {
		nowMs += ms;
	};
	return {...counter, passes, told};
};

const refused = (from: string, because: string, times: number): PeerEvent => ({event: 'refused', from, because, times});

test('the first refusal of an address is told at once, of those that follow one line a second', t => {
	const {add, passes, told} = makeCounter();
	add('a', 'first', 'a:1');
	for (let count = 0; count < 99; count++) {
		passes(10);
		add('a', 'like it', 'a:2');
	}

	t.deepEqual(told, [refused('a:1', 'first', 1)]);
	passes(10);
	add('a', 'last', 'a:3');
	t.deepEqual(told.slice(1), [refused('a:3', 'last', 100)], 'it stands for those that were only counted');
});

test('one address that floods hides no other', t => {
	const {add, told} = makeCounter();
	add('a', 'why');
	add('a', 'why');
	add('b', 'why');
	t.deepEqual(told, [refused('a', 'why', 1), refused('b', 'why', 1)]);
});

test('what was only counted is told in the end, once', t => {
	const {add, flush, told} = makeCounter();
	add('a', 'first');
	add('a', 'second');
	add('a', 'third');
	add('b', 'once');
	told.length = 0;
	flush();
	flush();
	t.deepEqual(told, [refused('a', 'third', 2)]);
});

test('only so many addresses are told apart: the one told of longest ago is forgotten, its count is not', t => {
	const {add, flush, passes, told} = makeCounter();
	add('old', 'why');
	add('young', 'why');
	add('young', 'why');
	passes(1000);
	add('old', 'why'); // Now it is the younger one.
	add('old', 'why');
	for (let index = 0; index < 254; index++) {
		add(`stranger ${index}`, 'why');
	}

	told.length = 0;
	add('one too many', 'why');
	t.deepEqual(told, [refused('one too many', 'why', 1), refused('young', 'why', 1)]);
	flush();
	t.deepEqual(told.slice(2), [refused('old', 'why', 1)]);
});
