import test from 'ava';
import {meant, nearestWord} from './nearest-word.ts';

const known = ['run', 'scenarios', 'image', 'doctor', 'gc', 'grade', 'substrate', 'seed'];

test('finds what somebody meant who changed, lost, added or swapped letters', t => {
	t.deepEqual(
		['sede', 'scenario', 'docotr', 'Seed', 'subtsrate', 'immage'].map(typed => nearestWord(typed, known)),
		['seed', 'scenarios', 'doctor', 'seed', 'substrate', 'image'],
	);
});

test('does not guess when nothing is near', t => {
	t.is(nearestWord('frobnicate', known), undefined);
	t.is(meant('frobnicate', ['a', 'b']), 'There are: a, b.');
});
