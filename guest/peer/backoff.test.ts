import test from 'ava';
import {seededRandom} from '../net/seeded-random.ts';
import {backoffMs} from './backoff.ts';

test('a thousand peers come back within seconds, and not all at once', t => {
	const random = seededRandom(1, 'backoff');
	const tenths = new Map<number, number>();
	for (let peer = 0; peer < 1000; peer++) {
		const tenth = Math.floor(backoffMs({failures: 1, capMs: 8000, random}) / 100);
		tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
	}

	t.true(Math.max(...tenths.keys()) < 10, 'the first wait is under a second');
	t.true(Math.max(...tenths.values()) < 200, 'no tenth of a second gets more than a fifth of them');
});

test('pauses grow, up to the limit', t => {
	const longest = [1, 2, 3, 4, 5, 1000].map(failures => backoffMs({failures, capMs: 8000, random: () => 1}));
	t.deepEqual(longest, [1000, 2000, 4000, 8000, 8000, 8000]);
	t.is(backoffMs({failures: 1, capMs: 8000, random: () => 0}), 100);
});
