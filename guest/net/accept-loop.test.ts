import {once} from 'node:events';
import type {Socket} from 'node:net';
import test from 'ava';
import {acceptLoop} from './accept-loop.ts';
import {dial} from './dial.ts';

const anywhere = {address: '127.0.0.1', port: 0};

/** Resolves when the other side has ended the connection: a dialled socket stays half open until we end it too. */
const isClosed = async (socket: Socket): Promise<boolean> => {
	socket.on('error', () => {}).resume();
	socket.once('end', () => socket.end());
	await once(socket, 'close');
	return true;
};

test('a connection beyond the bound of its address is closed, others come in', async t => {
	await using listener = await acceptLoop(anywhere, {
		maxConnections: 10,
		maxPerAddress: 1,
		onConnection: socket => socket.write('in'),
	});
	const first = await dial(listener, {deadlineMs: 30_000, from: '127.0.0.2'});
	await once(first, 'data');
	t.true(await isClosed(await dial(listener, {deadlineMs: 30_000, from: '127.0.0.2'})));
	const other = await dial(listener, {deadlineMs: 30_000, from: '127.0.0.3'});
	await once(other, 'data');
	t.is(listener.connections.size, 2);
	t.is(listener.connectionsOf('127.0.0.2'), 1);
	first.destroy();
	other.destroy();
});

test('who is full may make room', async t => {
	const accepted: Socket[] = [];
	await using listener = await acceptLoop(anywhere, {
		maxConnections: 1,
		onConnection(socket) {
			accepted.push(socket);
			socket.write('in');
		},
		onFull(_, bound) {
			t.is(bound, 'all');
			accepted[0]?.destroy();
			return true;
		},
	});
	const first = await dial(listener, {deadlineMs: 30_000});
	await once(first, 'data');
	const second = await dial(listener, {deadlineMs: 30_000});
	await once(second, 'data');
	t.true(await isClosed(first));
	second.destroy();
});

test('disposing closes the port and who is connected', async t => {
	const listener = await acceptLoop(anywhere, {maxConnections: 1, onConnection: socket => socket.write('in')});
	const socket = await dial(listener, {deadlineMs: 30_000});
	await once(socket, 'data');
	const closed = isClosed(socket);
	await listener[Symbol.asyncDispose]();
	t.true(await closed);
	await t.throwsAsync(dial(listener, {deadlineMs: 30_000}), {name: 'UnreachableError'});
});

test('a port that is taken is an error with the code of the system', async t => {
	await using listener = await acceptLoop(anywhere, {maxConnections: 1, onConnection() {}});
	await t.throwsAsync(acceptLoop(listener, {maxConnections: 1, onConnection() {}}), {code: 'EADDRINUSE'});
});
