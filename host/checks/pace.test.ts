import test from 'ava';
import {paceOf} from './pace.ts';
import {servesThroughAttack} from './serves-through-attack.ts';
import {trackerAnswersThroughAttack} from './tracker-answers-through-attack.ts';

const slow = {at: 0, type: 'pace', slowness: 4} as const;
const asked = {
	at: 5,
	type: 'exchange',
	actor: 'tracker',
	request: 'WHO',
	codes: ['200 '],
	data: [],
	seconds: 6,
} as const;
const shares = {at: 1, type: 'shares', actor: 'bob', file: 'a', bytes: 3, sha256: 'x'} as const;
const got = {...asked, actor: 'bob', request: 'GET a OSP2P', data: ['3 bytes, SHA-256 x'], seconds: 12} as const;

test('nodes that nobody measured are good ones', t => {
	t.is(paceOf([asked]), 1);
	t.is(paceOf([slow, asked]), 4);
});

test('a guest that is slow to tell what a program uses is slow in all; within reason', t => {
	const told = (toldMs: number) =>
		({
			at: 3,
			type: 'resources',
			actor: 'bob',
			program: 'peer',
			residentMiB: 1,
			openFiles: 1,
			cpuSeconds: 1,
			diskMiB: 1,
			toldMs,
		}) as const;
	t.is(paceOf([told(20)]), 1);
	t.is(paceOf([told(120), told(20)]), 3);
	t.is(paceOf([told(9000)]), 8);
});

test('an answer that is late on good nodes is in time on slow ones', t => {
	t.is(trackerAnswersThroughAttack.judge([asked]).verdict, 'fail');
	t.is(trackerAnswersThroughAttack.judge([slow, asked]).verdict, 'pass');
	t.is(servesThroughAttack.judge([shares, got]).verdict, 'fail');
	t.is(servesThroughAttack.judge([slow, shares, got]).verdict, 'pass');
});

test('slow nodes excuse no answer that never comes, or is later still', t => {
	t.is(trackerAnswersThroughAttack.judge([slow, {...asked, seconds: 13}]).verdict, 'fail');
	t.is(servesThroughAttack.judge([slow, shares, {...got, data: [], broken: 'timeout'}]).verdict, 'fail');
});
