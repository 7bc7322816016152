import test from 'ava';
import {median} from './spread.ts';

test('the median is the middle, of two middles the mean', t => {
	t.is(median([3, 1, 2]), 2);
	t.is(median([4, 1, 3, 2]), 2.5);
	t.is(median([7]), 7);
	t.is(median([]), Number.NaN);
});
