import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import type {EvilEvent} from './attack.ts';
import {strikeCounter} from './strike-counter.ts';

test('the first blow is told at once, the next ones together, and the last at the end', t => {
	const told: EvilEvent[] = [];
	{
		using counter = strikeCounter('drip', event => told.push(event));
		counter.strike();
		t.deepEqual(told, [{event: 'struck', attack: 'drip', count: 1}]);
		counter.strike();
		counter.strike();
		t.is(told.length, 1);
	}

	t.deepEqual(told.slice(1), [{event: 'struck', attack: 'drip', count: 3}]);
});

test('a count that stands is told while the attack goes on', async t => {
	const told: EvilEvent[] = [];
	using counter = strikeCounter('drip', event => told.push(event));
	counter.strike();
	counter.strike();
	while (told.length < 2) {
		await delay(10);
	}

	t.like(told[1], {count: 2});
});

test('an attack that never struck says nothing', t => {
	const told: EvilEvent[] = [];
	{
		using _ = strikeCounter('drip', event => told.push(event));
	}

	t.deepEqual(told, []);
});
