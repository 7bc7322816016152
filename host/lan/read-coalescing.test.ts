import test from 'ava';
import {ReadCoalescing, ROUND_MS} from './read-coalescing.ts';

/** Read coalescing in a world made of numbers; `endRound()` tells how long it slept. */
const coalescingOf = () => {
	let nowMs = 0;
	let sleptMs = 0;
	const acts: (() => void)[] = [];
	const made = new ReadCoalescing({
		now: () => nowMs,
		atEndOfRound: act => void acts.push(act),
		sleep: ms => {
			sleptMs += ms;
			nowMs += ms;
		},
	});
	return {
		read: (bytes: number) => made.read(bytes, nowMs),
		passes: (ms: number) => {
			nowMs += ms;
		},
		endRound: () => {
			const before = sleptMs;
			for (const act of acts.splice(0)) {
				act();
			}

			return sleptMs - before;
		},
		restsDue: () => acts.length,
	};
};

test('a calm network is never waited for', t => {
	const {read, passes, endRound} = coalescingOf();
	for (let round = 0; round < 1000; round++) {
		passes(round % 100 === 0 ? 20 : 0.25);
		read(round % 100 === 0 ? 60_000 : 1514); // Now and then an answer, all at once.
		read(60);
		t.is(endRound(), 0);
	}
});

test('while much comes, rounds are so far apart and no further', t => {
	const {read, passes, endRound} = coalescingOf();
	for (let round = 0; round < 100; round++) {
		read(15_000);
		read(60);
		passes(0.1);
		const sleptMs = endRound();
		if (round > 30) {
			t.true(Math.abs(sleptMs - (ROUND_MS - 0.1)) < 1e-6, `${sleptMs}`);
		}
	}

	read(15_000);
	passes(2 * ROUND_MS); // The round was long enough by itself.
	t.is(endRound(), 0);
});

test('of all that is read in a round, there is one rest', t => {
	const {read, passes, endRound, restsDue} = coalescingOf();
	for (let round = 0; round < 100; round++) {
		read(15_000);
		read(60);
		t.true(restsDue() <= 1);
		passes(0.1);
		endRound();
	}

	read(15_000);
	t.is(restsDue(), 1);
});

test('a flurry of a few frames is no busy network', t => {
	const {read, passes, endRound} = coalescingOf();
	for (let flurry = 0; flurry < 100; flurry++) {
		passes(20);
		for (let frame = 0; frame < 5; frame++) {
			passes(0.05);
			read(1514);
			t.is(endRound(), 0);
		}
	}
});

test('after a burst it is calm again, with the first read', t => {
	const {read, passes, endRound} = coalescingOf();
	for (let round = 0; round < 100; round++) {
		read(15_000);
		passes(0.1);
		endRound();
	}

	read(15_000);
	t.true(endRound() > 0);
	passes(10);
	read(15_000);
	t.is(endRound(), 0);
});

test('a flood that fills its sockets sooner is read without rest', t => {
	const {read, passes, endRound} = coalescingOf();
	let sleptMs = 0;
	for (let round = 0; round < 1000; round++) {
		read(65_536);
		read(20_000);
		passes(0.1);
		sleptMs += endRound();
	}

	t.is(sleptMs, 0);
});
