import test from 'ava';
import {judgeEvery} from './judge-every.ts';

test('it is judged again and again, and not any more once it is over', async t => {
	let judgements = 0;
	const {promise, resolve} = Promise.withResolvers<void>();
	const judging = judgeEvery(1, () => {
		judgements++;
		if (judgements === 3) {
			judging[Symbol.dispose]();
			resolve();
		}
	});
	await promise;
	await moments(5);
	t.is(judgements, 3);
});

test('there is no judgement after the end, not even one that was due', async t => {
	let judgements = 0;
	let wasDue = false;
	const judging = judgeEvery(1, () => judgements++);
	// Set later and as long, it fires right behind the timer of `judgeEvery()`, before the judgement which that made due.
	setTimeout(() => {
		judging[Symbol.dispose]();
		wasDue = true;
	}, 1);
	for (const end = performance.now() + 2; performance.now() < end; ) {}
	await moments(5);
	t.true(wasDue);
	t.is(judgements, 0);
});

/** So many timers of a millisecond, one after the other. */
async function moments(count: number): Promise<void> {
	for (let index = 0; index < count; index++) {
		await new Promise(resolve => setTimeout(resolve, 1));
	}
}
