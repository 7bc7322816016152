import test from 'ava';
import {paceOfGuests} from './pace-of-guests.ts';

test('what each guest loses is told, as they lose it', t => {
	let steal = 10;
	const {slowness, stealMs} = paceOfGuests([
		{slowness: 1.5, stealMs: () => steal},
		{slowness: 6, stealMs: () => 100},
	]);
	t.is(slowness, 1.5);
	t.deepEqual(stealMs?.(), [10, 100]);
	steal = 30;
	t.deepEqual(stealMs?.(), [30, 100]);
});

test('where nobody tells what they lose, they are as slow as the slowest was when it came', t => {
	t.deepEqual(paceOfGuests([{slowness: 1.5}, {slowness: 6}]), {slowness: 6});
	t.deepEqual(paceOfGuests([{slowness: 1.5, stealMs: () => 1}, {slowness: 6}]), {slowness: 6});
});
