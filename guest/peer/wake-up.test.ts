import {getEventListeners} from 'node:events';
import test from 'ava';
import {WakeUp} from './wake-up.ts';

const never = new AbortController().signal;

test('a ring before the wait is not lost, and many are one', async t => {
	const bell = new WakeUp();
	bell.ring();
	bell.ring();
	t.true(await bell.wait({atMostMs: 60_000, signal: never}));
	t.false(await bell.wait({atMostMs: 1, signal: never}));
});

test('a ring ends a wait, and so does an abort', async t => {
	const bell = new WakeUp();
	const rung = bell.wait({atMostMs: 60_000, signal: never});
	bell.ring();
	t.true(await rung);

	const stop = new AbortController();
	const aborted = bell.wait({atMostMs: 60_000, signal: stop.signal});
	stop.abort();
	t.false(await aborted);
	t.false(await bell.wait({atMostMs: 60_000, signal: stop.signal}));
});

test('a wait that is over leaves nothing behind at its signal', async t => {
	const {signal} = new AbortController();
	const bell = new WakeUp();
	const waiting = bell.wait({atMostMs: 60_000, signal});
	t.is(getEventListeners(signal, 'abort').length, 1);
	bell.ring();
	await waiting;
	t.is(getEventListeners(signal, 'abort').length, 0);
});
