import test from 'ava';
import {fairMs, fairWatch, MAX_STRETCH} from './pace.ts';

test('what nodes lost does not count', t => {
	t.is(fairMs(1000, 0), 1000);
	t.is(fairMs(1000, 400), 600);
});

test('some of it always counts, or a busy machine would wait for ever', t => {
	t.is(fairMs(1000, 1000), 1000 / MAX_STRETCH);
	t.is(fairMs(1000, 5000), 1000 / MAX_STRETCH);
});

test('no time is won: a node that ended is not asked any more, and the sum is less', t => {
	t.is(fairMs(1000, -300), 1000);
});

test('a watch does not count what was lost before it began', async t => {
	let lost = 1_000_000;
	const passedMs = fairWatch({lostMs: () => lost});
	await new Promise(resolve => void setTimeout(resolve, 40));
	const beforeMs = passedMs();
	t.true(beforeMs >= 39);
	lost += 3_600_000;
	t.true(passedMs() < beforeMs);
});
