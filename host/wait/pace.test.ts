import test from 'ava';
import {fairMs, fairWatch, MAX_STRETCH} from './pace.ts';

test('what nodes lost does not count', t => {
	t.is(fairMs(1000, []), 1000);
	t.is(fairMs(1000, [0, 0]), 1000);
	t.is(fairMs(1000, [400]), 600);
});

test('some of it always counts, or a busy machine would wait for ever', t => {
	t.is(fairMs(1000, [1000]), 1000 / MAX_STRETCH);
	t.is(fairMs(1000, [5000, 100]), 1000 / MAX_STRETCH);
});

test('of many that lose something, the two count that lost most', t => {
	t.is(fairMs(1000, [10, 200, 300, 100]), 500);
});

test('no time is won: of a node that ended nothing is known any more', t => {
	t.is(fairMs(1000, [-300]), 1000);
	t.is(fairMs(1000, [-300, 100]), 900);
});

test('a watch does not count what was lost before it began', async t => {
	let lost = [1_000_000, 5];
	const passedMs = fairWatch({lostMs: () => lost});
	await new Promise(resolve => void setTimeout(resolve, 40));
	const beforeMs = passedMs();
	t.true(beforeMs >= 39);
	lost = [1_000_000 + 3_600_000, 5];
	t.true(passedMs() < beforeMs);
});
