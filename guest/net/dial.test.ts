import {getEventListeners, once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import test from 'ava';
import {acceptLoop} from './accept-loop.ts';
import {dial, UnreachableError} from './dial.ts';

test('dials who listens, from the address asked for', async t => {
	const seen: string[] = [];
	await using listener = await acceptLoop(
		{address: '127.0.0.1', port: 0},
		{
			maxConnections: 1,
			onConnection(socket, from) {
				seen.push(from);
				socket.end('hi');
			},
		},
	);
	const {signal} = new AbortController();
	const socket = await dial(listener, {deadlineMs: 30_000, from: '127.0.0.3', signal});
	t.is(getEventListeners(signal, 'abort').length, 0, 'the signal is no longer listened to');
	t.is(socket.listenerCount('error'), 0, "errors are the owner's from now on");
	t.is(String(await once(socket, 'data').then(([chunk]) => chunk)), 'hi');
	t.deepEqual(seen, ['127.0.0.3']);
	socket.destroy();
});

test('says who could not be reached, and why', async t => {
	// A port held by one of our own connections: nobody can listen there, and no child of ours keeps a closed listener open.
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const held = connect((server.address() as AddressInfo).port, '127.0.0.1');
	t.teardown(() => held.destroy());
	await once(held, 'connect');
	server.close();
	const port = held.localPort ?? 0;
	const error = await t.throwsAsync(dial({address: '127.0.0.1', port}, {deadlineMs: 30_000}), {
		instanceOf: UnreachableError,
	});
	t.regex(error.message, new RegExp(`127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`));
});

test('gives up when nobody has answered in time', async t => {
	await using listener = await acceptLoop(
		{address: '127.0.0.1', port: 0},
		{maxConnections: 1, onConnection: socket => socket.destroy()},
	);
	const dialling = dial(listener, {deadlineMs: 1});
	for (const end = performance.now() + 2; performance.now() < end; ) {} // Timers fire before sockets are looked at.
	await t.throwsAsync(dialling, {instanceOf: UnreachableError, message: /no answer within 1 ms$/});
});

test('an abort ends it at once, before and during', async t => {
	await t.throwsAsync(dial({address: '127.0.0.1', port: 1}, {deadlineMs: 30_000, signal: AbortSignal.abort()}), {
		name: 'AbortError',
	});
	const stop = new AbortController();
	const dialling = dial({address: '127.0.0.1', port: 1}, {deadlineMs: 30_000, signal: stop.signal});
	stop.abort();
	await t.throwsAsync(dialling, {name: 'AbortError'});
});
