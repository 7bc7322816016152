import test from 'ava';
import type {WireEvent} from '../lan/wire-event.ts';
import {fileAnnounced, fileAsked, type Moment} from './file-moments.ts';

/** A line seen on its way from alice to bob. Moments look at the names and the text only. */
const sees = (moment: Moment, text: string, from = 'alice'): boolean =>
	moment.matches({
		type: 'line',
		text,
		number: 1,
		side: {from: {name: from}, to: {name: 'bob'}},
	} as unknown as WireEvent);

test('a file is asked for by its quoted name', t => {
	t.true(sees(fileAsked('alice', 'cat 1.jpg'), 'GET cat%201.jpg OSP2P'));
	t.false(sees(fileAsked('alice', 'cat'), 'GET cat.jpg OSP2P'));
	t.false(sees(fileAsked('alice', 'cat'), 'GET cat OSP2P', 'mallory'));
});

test('a file is announced with or without a digest, in any case', t => {
	t.true(sees(fileAnnounced('alice', 'cat.jpg'), 'HAVE cat.jpg'));
	t.true(sees(fileAnnounced('alice', 'cat.jpg'), 'have cat.jpg u3bJz@iaYsq6aMaMSJVq_b'));
	t.false(sees(fileAnnounced('alice', 'cat.jpg'), 'DONTHAVE cat.jpg'));
	t.false(sees(fileAnnounced('alice', 'cat.jpg'), 'HAVE cat2.jpg'));
});

test('a moment says in words what it waits for', t => {
	t.is(fileAsked('alice', 'cat.jpg').title, 'alice has asked for cat.jpg');
});
