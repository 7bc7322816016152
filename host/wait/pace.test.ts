import test from 'ava';
import {MAX_STRETCH, msWithoutSteal, watchWithoutSteal} from './pace.ts';

test('what was stolen from nodes does not count', t => {
	t.is(msWithoutSteal(1000, []), 1000);
	t.is(msWithoutSteal(1000, [0, 0]), 1000);
	t.is(msWithoutSteal(1000, [400]), 600);
});

test('some of it always counts, or a busy machine would wait for ever', t => {
	t.is(msWithoutSteal(1000, [1000]), 1000 / MAX_STRETCH);
	t.is(msWithoutSteal(1000, [5000, 100]), 1000 / MAX_STRETCH);
});

test('of many with steal time, the two with the most count', t => {
	t.is(msWithoutSteal(1000, [10, 200, 300, 100]), 500);
});

test('no time is won: of a node that ended nothing is known any more', t => {
	t.is(msWithoutSteal(1000, [-300]), 1000);
	t.is(msWithoutSteal(1000, [-300, 100]), 900);
});

test('a watch does not count steal time before it began', async t => {
	let steal = [1_000_000, 5];
	const passedMs = watchWithoutSteal({stealMs: () => steal});
	await new Promise(resolve => void setTimeout(resolve, 40));
	const beforeMs = passedMs();
	t.true(beforeMs >= 39);
	steal = [1_000_000 + 3_600_000, 5];
	t.true(passedMs() < beforeMs);
});
