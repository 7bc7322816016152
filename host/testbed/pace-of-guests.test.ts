import test from 'ava';
import {paceOfGuests} from './pace-of-guests.ts';

test('what guests lose is added up, as they lose it', t => {
	let lost = 10;
	const {slowness, lostMs} = paceOfGuests([
		{slowness: 1.5, lostMs: () => lost},
		{slowness: 6, lostMs: () => 100},
	]);
	t.is(slowness, 1.5);
	t.is(lostMs?.(), 110);
	lost = 30;
	t.is(lostMs?.(), 130);
});

test('where nobody tells what they lose, they are as slow as the slowest was when it came', t => {
	t.deepEqual(paceOfGuests([{slowness: 1.5}, {slowness: 6}]), {slowness: 6});
	t.deepEqual(paceOfGuests([{slowness: 1.5, lostMs: () => 1}, {slowness: 6}]), {slowness: 6});
});
