import {EventEmitter, getEventListeners, once} from 'node:events';
import test from 'ava';
import {abortable, aborted} from './abortable.ts';

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

test('it is as the promise, and leaves nothing at the signal', async t => {
	const {signal} = new AbortController();
	t.is(await abortable(Promise.resolve(1), signal), 1);
	t.is(await abortable(Promise.resolve(1), undefined), 1);
	const error = new Error('no');
	t.is(await t.throwsAsync(abortable(Promise.reject(error), signal)), error);
	t.is(listenersOf(signal), 0);
});

test('an abort ends the wait with its reason, before and meanwhile', async t => {
	const never = Promise.withResolvers<never>().promise;
	const reason = new Error('enough');
	t.is(await t.throwsAsync(abortable(never, AbortSignal.abort(reason))), reason);
	const stop = new AbortController();
	const waiting = abortable(never, stop.signal);
	t.is(listenersOf(stop.signal), 1);
	stop.abort(reason);
	t.is(await t.throwsAsync(waiting), reason);
	t.is(listenersOf(stop.signal), 0);
});

test('a promise that rejects after the abort is nobody’s unhandled rejection', async t => {
	const {promise, reject} = Promise.withResolvers<never>();
	await t.throwsAsync(abortable(promise, AbortSignal.abort(new Error('enough'))), {message: 'enough'});
	reject(new Error('too late'));
	await new Promise(setImmediate);
	t.pass();
});

test('the abort itself can be waited for, before and meanwhile', async t => {
	await aborted(AbortSignal.abort());
	const stop = new AbortController();
	const waiting = aborted(stop.signal);
	stop.abort();
	await waiting;
	t.is(listenersOf(stop.signal), 0);
});

test('once() of Node with a signal takes its listener back: it needs no other way', async t => {
	const {signal} = new AbortController();
	const emitter = new EventEmitter();
	const waiting = once(emitter, 'news', {signal});
	emitter.emit('news');
	await waiting;
	t.is(listenersOf(signal), 0);
});
