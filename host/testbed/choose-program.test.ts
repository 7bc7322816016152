import test from 'ava';
import {chooseProgram} from './choose-program.ts';

test('a name that says what it is wins, however deep it lies', t => {
	t.is(chooseProgram(['a.out', 'build/bin/osppeer', 'osptracker'], 'peer'), 'build/bin/osppeer');
	t.is(chooseProgram(['mypeer', 'mytracker'], 'tracker'), 'mytracker');
});

test('tests, tools and libraries are not the program', t => {
	t.is(chooseProgram(['configure', 'test-peer', 'libpeer.so', 'x/main'], 'peer'), 'x/main');
});

test('of two that could be, the higher one', t => {
	t.is(chooseProgram(['deep/prog', 'prog'], 'peer'), 'prog');
});

test('nothing is nothing', t => {
	t.is(chooseProgram([], 'peer'), undefined);
});
