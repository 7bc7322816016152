import test from 'ava';
import {ConnectionBook} from './connection-book.ts';

/** A book of programs of so many connections, of which these were missed. */
const bookOf = (...programs: ReadonlyArray<{readonly asked: number; readonly missed: readonly number[]}>) => {
	const book = new ConnectionBook();
	for (const {asked, missed} of programs) {
		book.begin();
		for (let number = 1; number <= asked; number++) {
			if (missed.includes(book.enter())) {
				book.miss();
			}
		}
	}

	return book;
};

test('connections that are missed at a regular distance are told by their rule', t => {
	t.is(bookOf({asked: 50, missed: [21, 42]}).rule, 'every 21st connection');
	t.is(bookOf({asked: 21, missed: [21]}, {asked: 30, missed: [21]}).rule, 'every 21st connection');
	t.is(bookOf({asked: 30, missed: [12, 24]}).rule, 'every 12th connection');
});

test('others are told by their numbers, and none is told when none was missed', t => {
	t.is(bookOf({asked: 9, missed: []}).rule, undefined);
	t.is(bookOf({asked: 9, missed: [2]}).rule, 'the 2nd connection');
	t.is(bookOf({asked: 9, missed: [3, 7]}).rule, 'of several programs the 3rd, 7th connection');
});
