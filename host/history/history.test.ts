import test from 'ava';
import {History} from './history.ts';

test('events carry their time since the start, in order', t => {
	let nowMs = 5000;
	const history = new History({nowMs: () => nowMs});
	history.record({type: 'step', title: 'one'});
	nowMs = 6234.4;
	history.record({type: 'step', title: 'two'});
	t.deepEqual(history.events, [
		{type: 'step', title: 'one', at: 0},
		{type: 'step', title: 'two', at: 1.234},
	]);
});

test('how long something took is not mixed up with when it was', t => {
	let nowMs = 0;
	const history = new History({nowMs: () => nowMs});
	nowMs = 9000;
	const event = history.record({type: 'download-ended', actor: 'bob', file: 'a', outcome: 'ok', seconds: 2});
	t.is(event.at, 9);
	t.is(event.type === 'download-ended' && event.seconds, 2);
});

test('a listener hears of every event as it is recorded', t => {
	const heard: string[] = [];
	const history = new History({nowMs: () => 0, onEvent: event => heard.push(event.type)});
	history.record({type: 'note', text: 'hello'});
	t.deepEqual(heard, ['note']);
});
