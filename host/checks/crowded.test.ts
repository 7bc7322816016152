import test from 'ava';
import type {HistoryEvent} from '../history/event.ts';
import {lateIn, wasCrowded} from './crowded.ts';

/** Two seconds each of a crowd, that end at these times. */
const crowdedUntil = (...ends: readonly number[]): HistoryEvent[] =>
	ends.map(at => ({at, type: 'crowded', seconds: 2, share: 0.8}));

test('a wait was in a crowd when half of it was', t => {
	t.true(wasCrowded(crowdedUntil(12, 14, 16), [{from: 10, to: 20}]));
	t.false(wasCrowded(crowdedUntil(12, 14), [{from: 10, to: 20}]));
	t.false(wasCrowded(crowdedUntil(4, 6, 8, 24, 26, 28), [{from: 10, to: 20}]), 'before and after');
	t.false(wasCrowded([], [{from: 10, to: 20}]));
});

test('of several waits, each must have been: one that was not is failure enough', t => {
	t.false(
		wasCrowded(crowdedUntil(12, 14, 16), [
			{from: 10, to: 16},
			{from: 40, to: 60},
		]),
	);
});

test('a moment is judged by the five seconds before it', t => {
	t.true(wasCrowded(crowdedUntil(18, 20), [{from: 20, to: 20}]));
	t.false(wasCrowded(crowdedUntil(20), [{from: 20, to: 20}]));
});

test('where something else than time is to blame, time is not', t => {
	t.deepEqual(lateIn([{from: 1, to: 2}, undefined]), {});
	t.deepEqual(lateIn([]), {});
	t.deepEqual(lateIn([{from: 1, to: 2}]), {late: [{from: 1, to: 2}]});
	t.false(wasCrowded(crowdedUntil(2, 4, 6), []));
});
