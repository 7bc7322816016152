import test from 'ava';
import {together} from './four-at-once.ts';

const pass = {verdict: 'pass', lines: []} as const;
const fail = {verdict: 'fail', because: 'it sent nothing', lines: ['waiting']} as const;
const open = {verdict: 'unknown', because: 'too crowded', lines: []} as const;

test('one bad try of several counts, and how many there were is told', t => {
	t.deepEqual(together([pass, pass]), pass);
	t.deepEqual(together([pass, fail, pass]), {...fail, because: 'in 1 of 3 tries it sent nothing'});
	t.deepEqual(together([fail, open, fail]), {...fail, because: 'in 2 of 3 tries it sent nothing'});
	t.deepEqual(together([pass, open]), {...open, because: 'in 1 of 2 tries too crowded'});
});
