import test from 'ava';
import {seededRandom} from '../net/seeded-random.ts';
import {randomBelow, randomBytes} from './random-bytes.ts';

test('the same seed and label give the same bytes', t => {
	t.deepEqual(randomBytes(seededRandom(7, 'drip'), 1001), randomBytes(seededRandom(7, 'drip'), 1001));
});

test('another seed or label gives other bytes', t => {
	const bytes = randomBytes(seededRandom(7, 'drip'), 100);
	t.notDeepEqual(randomBytes(seededRandom(8, 'drip'), 100), bytes);
	t.notDeepEqual(randomBytes(seededRandom(7, 'drop'), 100), bytes);
});

test('random bytes are spread evenly', t => {
	const counts = Array.from({length: 8}, () => 0);
	const random = seededRandom(1, 'even');
	for (let round = 0; round < 8000; round++) {
		const eighth = randomBelow(random, 8);
		counts[eighth] = (counts[eighth] ?? 0) + 1;
	}

	t.true(
		counts.every(count => count > 850 && count < 1150),
		counts.join(' '),
	);
});
