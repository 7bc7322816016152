import test from 'ava';
import fc from 'fast-check';
import {Backlog, type SlowReader} from './backlog.ts';

const readers = (count: number) => {
	const givenUp: number[] = [];
	const all = Array.from({length: count}, (_, index): SlowReader => ({giveUp: () => void givenUp.push(index)}));
	return {givenUp, all};
};

test('who has taken nothing for the longest is given up first', t => {
	const backlog = new Backlog(100);
	const {givenUp, all} = readers(4);
	for (const reader of all.slice(0, 3)) {
		backlog.keep(reader, 30);
	}

	backlog.keep(all[0] as SlowReader, 20); // It has taken some.
	backlog.keep(all[3] as SlowReader, 40);
	t.deepEqual(givenUp, [1]);
	t.is(backlog.bytes, 90);
});

test('who has taken all is not given up', t => {
	const backlog = new Backlog(100);
	const {givenUp, all} = readers(2);
	backlog.keep(all[0] as SlowReader, 60);
	backlog.keep(all[0] as SlowReader, 0);
	backlog.keep(all[1] as SlowReader, 100);
	t.deepEqual(givenUp, []);
});

test.serial('whatever is kept for whomever, never more than the bound is kept, and as much as is counted', t => {
	const step = fc.record({who: fc.nat(9), bytes: fc.nat(60)});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 60}), steps => {
			const backlog = new Backlog(100);
			const kept = new Map<number, number>();
			const all = Array.from({length: 10}, (_, who): SlowReader => ({giveUp: () => void kept.delete(who)}));
			for (const {who, bytes} of steps) {
				kept.set(who, bytes);
				backlog.keep(all[who] as SlowReader, bytes);
				t.is(
					backlog.bytes,
					[...kept.values()].reduce((sum, more) => sum + more, 0),
				);
				t.true(backlog.bytes <= 100);
			}
		}),
	);
});
