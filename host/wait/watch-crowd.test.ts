import test from 'ava';
import {type Crowding, crowdSince, watchCrowd} from './watch-crowd.ts';

/** Watches one stretch of so many milliseconds, in which each node waited so long. */
const crowdingIn = (passedMs: number, waitedMs: readonly number[]): Crowding[] => {
	const told: Crowding[] = [];
	const clock = {nowMs: 1000, waited: waitedMs.map(() => 50)};
	{
		using _watch = watchCrowd(
			() => clock.waited,
			crowding => told.push(crowding),
			{nowMs: () => clock.nowMs},
		);
		clock.nowMs += passedMs;
		clock.waited = waitedMs.map(ms => 50 + ms);
	}

	return told;
};

test('a stretch in which two nodes together waited half of the time is told', t => {
	t.deepEqual(crowdingIn(2000, [600, 0, 500]), [{seconds: 2, share: 0.55}]);
});

test('one in which they waited less is not, nor one in which many waited a little', t => {
	t.deepEqual(crowdingIn(2000, [600, 0, 300]), []);
	t.deepEqual(crowdingIn(2000, [200, 200, 200, 200, 200, 200, 200, 200]), []);
});

test('where nobody knows, nothing is told; and a node whose programs are gone has waited no less', t => {
	t.deepEqual(crowdingIn(2000, []), []);
	t.deepEqual(crowdingIn(2000, [-40, 1500]), [{seconds: 2, share: 0.75}]);
});

test('looking back, a stretch is crowded when two waited half of it; where nobody knows it is not', t => {
	let [nowMs, waited] = [0, [10, 20, 30]];
	const isCrowded = crowdSince(() => waited, {nowMs: () => nowMs});
	t.false(isCrowded());
	nowMs = 1000;
	waited = [210, 320, 30];
	t.true(isCrowded());
	nowMs = 2000;
	t.false(isCrowded());
	t.false(crowdSince(undefined)());
});
