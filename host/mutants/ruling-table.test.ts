import test from 'ava';
import type {Ruling} from './judge.ts';
import {lineOf, table} from './ruling-table.ts';

const caught: Ruling = {
	attack: 'silence',
	mutant: 'waits-for-ever',
	role: 'peer',
	outcome: 'caught',
	red: [{check: 'right-files-despite-attack', because: 'bob had not got in time cat.jpg'}],
	seconds: 30.04,
};

test('a line says who, what and why', t => {
	t.regex(lineOf(caught), /^caught +silence +waits-for-ever +30\.0 s {2}right-files-despite-attack \(bob had not/);
});

test('the table shouts what was missed and what was falsely blamed', t => {
	const text = table([
		caught,
		{...caught, attack: 'drip', outcome: 'missed', red: []},
		{...caught, mutant: 'none', outcome: 'held'},
		{...caught, mutant: 'none', attack: 'drip', outcome: 'false alarm'},
	]);
	t.regex(text, /^peer waits-for-ever +1\/2 +silence, drip \(MISSED\)$/m);
	t.regex(text, /^peer none +1\/2 +holds against 2 attacks, but drip \(FALSE ALARM\)$/m);
	t.regex(text, /^1 caught, 1 missed, 1 held, 1 false alarm, 0 undecided$/m);
});
