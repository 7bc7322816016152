import test from 'ava';
import {Breather, ROUND_MS} from './breather.ts';

/** A breather in a world made of numbers; `endRound()` tells how long it slept. */
const breather = () => {
	let nowMs = 0;
	let sleptMs = 0;
	const acts: (() => void)[] = [];
	const made = new Breather({
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
	};
};

test('a calm network is never waited for', t => {
	const {read, passes, endRound} = breather();
	read(60_000); // One answer, all at once.
	t.is(endRound(), 0);
	passes(20);
	for (let round = 0; round < 1000; round++) {
		read(60); // Questions and answers, as fast as they go.
		read(1514);
		t.is(endRound(), 0);
		passes(0.25);
	}
});

test('while much comes in small reads, rounds are so far apart and no further', t => {
	const {read, passes, endRound} = breather();
	for (let round = 0; round < 100; round++) {
		read(15_000);
		read(60);
		passes(0.1);
		const sleptMs = endRound();
		if (round > 10) {
			t.true(Math.abs(sleptMs - (ROUND_MS - 0.1)) < 1e-6, `${sleptMs}`);
		}
	}

	read(15_000);
	passes(ROUND_MS); // The round was long enough by itself.
	t.is(endRound(), 0);
});

test('after a burst it is calm again', t => {
	const {read, passes, endRound} = breather();
	for (let round = 0; round < 20; round++) {
		read(15_000);
		endRound();
	}

	passes(10);
	read(15_000);
	t.is(endRound(), 0);
});

test('reads that are full are followed by the next at once', t => {
	const {read, endRound} = breather();
	for (let round = 0; round < 20; round++) {
		read(65_536);
		t.is(endRound(), 0);
	}
});
