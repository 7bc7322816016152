import test from 'ava';
import {paceOfGuests} from './pace-of-guests.ts';

test('what each guest loses is told, as they lose it', t => {
	let lost = 10;
	const {slowness, lostMs} = paceOfGuests([
		{slowness: 1.5, lostToOthersMs: () => lost},
		{slowness: 6, lostToOthersMs: () => 100},
	]);
	t.is(slowness, 1.5);
	t.deepEqual(lostMs?.(), [10, 100]);
	lost = 30;
	t.deepEqual(lostMs?.(), [30, 100]);
});

test('where nobody tells what they lose, they are as slow as the slowest was when it came', t => {
	t.deepEqual(paceOfGuests([{slowness: 1.5}, {slowness: 6}]), {slowness: 6});
	t.deepEqual(paceOfGuests([{slowness: 1.5, lostToOthersMs: () => 1}, {slowness: 6}]), {slowness: 6});
});
