import {once} from 'node:events';
import {createServer} from 'node:net';
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
	const socket = await dial(listener, {deadlineMs: 1000, from: '127.0.0.3'});
	t.is(String(await once(socket, 'data').then(([chunk]) => chunk)), 'hi');
	t.deepEqual(seen, ['127.0.0.3']);
	socket.destroy();
});

test('says who could not be reached, and why', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as {port: number};
	server.close();
	await once(server, 'close');
	const error = await t.throwsAsync(dial({address: '127.0.0.1', port}, {deadlineMs: 1000}), {
		instanceOf: UnreachableError,
	});
	t.regex(error.message, new RegExp(`127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`));
});

test('an abort ends it at once, before and during', async t => {
	await t.throwsAsync(dial({address: '127.0.0.1', port: 1}, {deadlineMs: 1000, signal: AbortSignal.abort()}), {
		name: 'AbortError',
	});
	const stop = new AbortController();
	const dialling = dial({address: '127.0.0.1', port: 1}, {deadlineMs: 1000, signal: stop.signal});
	stop.abort();
	await t.throwsAsync(dialling, {name: 'AbortError'});
});
