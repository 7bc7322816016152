import test from 'ava';
import {Turns} from './turns.ts';

test('who always has more to do takes one turn a time, and others theirs', async t => {
	const turns = new Turns(() => 0);
	const log: string[] = [];
	const {promise, resolve} = Promise.withResolvers<void>();
	const greedy = {
		takeTurn() {
			log.push('greedy');
			if (log.length < 6) {
				turns.ask(greedy);
			} else {
				resolve();
			}
		},
	};
	const modest = {takeTurn: () => log.push('modest')};
	turns.ask(greedy);
	turns.ask(modest);
	turns.ask(greedy);
	setImmediate(() => log.push('socket'));
	await promise;
	t.deepEqual(log.slice(0, 4), ['greedy', 'modest', 'socket', 'greedy']);
});

test('a turn taken back does not come', async t => {
	const turns = new Turns(() => 0);
	const {promise, resolve} = Promise.withResolvers<void>();
	const gone = {takeTurn: () => t.fail()};
	turns.ask(gone);
	turns.ask({takeTurn: resolve});
	turns.forget(gone);
	await promise;
	t.pass();
});

test('however many wait, sockets are read again after four milliseconds of turns', async t => {
	let nowMs = 0;
	const turns = new Turns(() => nowMs);
	const log: string[] = [];
	const {promise, resolve} = Promise.withResolvers<void>();
	for (let number = 1; number <= 8; number++) {
		turns.ask({
			takeTurn() {
				log.push(`turn ${number}`);
				nowMs += 1.5;
				if (number === 8) {
					resolve();
				}
			},
		});
	}

	setImmediate(() => log.push('socket'));
	await promise;
	t.deepEqual(log.slice(0, 5), ['turn 1', 'turn 2', 'turn 3', 'socket', 'turn 4']);
});
