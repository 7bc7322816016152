import test from 'ava';
import {type Crowding, watchCrowd} from './watch-crowd.ts';

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
