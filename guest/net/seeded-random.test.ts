import test from 'ava';
import {seededRandom} from './seeded-random.ts';

const draws = (seed: number, name: string, count = 8): number[] => {
	const random = seededRandom(seed, name);
	return Array.from({length: count}, random);
};

test('a random stream is the same for the same seed and name, and for nothing else', t => {
	t.deepEqual(draws(1, 'alice → bob'), draws(1, 'alice → bob'));
	t.notDeepEqual(draws(1, 'alice → bob'), draws(2, 'alice → bob'));
	t.notDeepEqual(draws(1, 'alice → bob'), draws(1, 'bob → alice'));
});

test('numbers fill the range from 0 to below 1 evenly', t => {
	const counts = Array.from({length: 10}, () => 0);
	for (const number of draws(7, 'x', 10_000)) {
		t.true(number >= 0 && number < 1);
		counts[Math.floor(number * 10)] = (counts[Math.floor(number * 10)] ?? 0) + 1;
	}

	t.true(
		counts.every(count => count > 850 && count < 1150),
		counts.join(' '),
	);
});
