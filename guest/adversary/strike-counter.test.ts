import test from 'ava';
import type {EvilEvent} from './attack.ts';
import {strikeCounter} from './strike-counter.ts';

test('the first blow is told at once, many at most five times a second, and the last at the end', t => {
	const told: EvilEvent[] = [];
	let now = 0;
	{
		using counter = strikeCounter(
			'drip',
			event => told.push(event),
			() => now,
		);
		for (; now < 1000; now++) {
			counter.strike();
		}
	}

	t.like(told[0], {event: 'struck', attack: 'drip', count: 1});
	t.like(told.at(-1), {count: 1000});
	t.is(told.length, 6);
});

test('an attack that never struck says nothing', t => {
	const told: EvilEvent[] = [];
	{
		using _ = strikeCounter('drip', event => told.push(event));
	}

	t.deepEqual(told, []);
});
