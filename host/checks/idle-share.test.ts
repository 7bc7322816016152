import test from 'ava';
import type {EventOf, HistoryEvent} from '../history/event.ts';
import {idleShares} from './idle-share.ts';

const attack: HistoryEvent = {at: 5, type: 'attack', actor: 'mallory', attack: 'drip', target: 'bob', struck: 1};
const asked: HistoryEvent = {at: 6, type: 'exchange', actor: 'bob', request: 'GET a OSP2P', codes: [], data: []};
const sample = (at: number, cpuSeconds: number): HistoryEvent => ({
	at,
	type: 'resources',
	actor: 'bob',
	program: 'peer',
	residentMiB: 80,
	openFiles: 30,
	cpuSeconds,
	diskMiB: 2,
});

test('what is used after the attack and the last request is of one processor', t => {
	const [bob] = idleShares([sample(4, 0), attack, asked, sample(7, 1), sample(8, 1.75)]);
	t.is(bob?.actor, 'bob');
	t.is(bob?.share, 0.75);
});

test('work that comes to its end is not idling: the quietest time counts', t => {
	const [bob] = idleShares([attack, asked, sample(7, 1), sample(8, 2), sample(9, 2.25)]);
	t.is(bob?.share, 0.25);
});

test('one sample, or samples during an attack or a request, say nothing', t => {
	t.deepEqual(idleShares([attack, asked, sample(7, 1)]), []);
	t.deepEqual(idleShares([sample(3, 1), sample(4, 2), attack]), []);
	t.deepEqual(idleShares([attack, sample(5.2, 1), sample(5.9, 2), asked]), []);
	t.deepEqual(idleShares([sample(3, 1), sample(4, 2)]), []);
});

test('what its guest waited for a processor is no work of the program, nor time', t => {
	const crowded = (at: number, cpuSeconds: number, lostSeconds: number): HistoryEvent => ({
		...(sample(at, cpuSeconds) as EventOf<'resources'>),
		lostSeconds,
	});
	const shareOf = (...samples: HistoryEvent[]) => idleShares([attack, asked, ...samples])[0]?.share;
	t.is(shareOf(crowded(7, 1, 3), crowded(8, 1.75, 3.5)), 0.5);
	t.is(shareOf(crowded(7, 1, 3), crowded(8, 2, 3.5)), 1, 'one that spins uses all there is');
	t.is(shareOf(crowded(7, 1, 3), crowded(8, 1.2, 3.5)), 0, 'its steal time may be more than it used');
	t.is(shareOf(crowded(7, 1, 3), crowded(8, 2, 3.75)), undefined, 'a quarter of a second says nothing');
	t.is(shareOf(crowded(7, 1, 3), crowded(7.5, 1.5, 3.25), crowded(8, 2, 3.5)), 1, 'but it does together with the next');
});

test('two samples at nearly the same time say nothing', t => {
	t.deepEqual(idleShares([attack, sample(7, 1), sample(7.1, 1.1)]), []);
});

test('an attack that went on until the scenario ended leaves no quiet', t => {
	const ended: HistoryEvent = {at: 5, type: 'story-ended', outcome: 'whole'};
	t.deepEqual(idleShares([sample(3, 1), sample(4, 2), ended, {...attack, at: 6}, sample(7, 3), sample(8, 4)]), []);
});

test('who still looks for a file is not idle; who has got it, or cannot, is', t => {
	const wants: HistoryEvent = {at: 1, type: 'download-asked', actor: 'bob', file: 'a'};
	const end = (at: number, outcome: 'ok' | 'failed' | 'unknown'): HistoryEvent => ({
		at,
		type: 'download-ended',
		actor: 'bob',
		file: 'a',
		outcome,
	});
	const shares = (...more: HistoryEvent[]) =>
		idleShares([wants, attack, asked, sample(7, 0), sample(8, 0.75), sample(9, 1), ...more]).map(({share}) => share);
	t.deepEqual(shares(), []);
	t.deepEqual(shares(end(9.5, 'unknown')), []);
	t.deepEqual(shares(end(6.5, 'failed')), [0.25]);
	t.deepEqual(shares(end(7.5, 'ok')), [0.25]);
	t.deepEqual(shares(end(8.5, 'ok')), []);
});
