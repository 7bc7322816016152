import {once} from 'node:events';
import test from 'ava';
import {scriptedServer} from './proof/scripted-server.ts';
import {reach} from './reach.ts';
import {TransferError} from './transfer-error.ts';

const never = new AbortController().signal;
const options = {deadlineMs: 30_000, from: undefined, signal: never};

test('who listens is reached, from the address asked for', async t => {
	await using server = await scriptedServer(socket => socket.end(`${socket.remoteAddress}`));
	const socket = await reach(server, {...options, from: '127.0.0.3'});
	t.is(String((await once(socket, 'data'))[0]), '127.0.0.3');
	socket.destroy();
});

test('nobody there is a transfer that failed', async t => {
	// Nobody listens at the near end of a connection.
	await using server = await scriptedServer(() => undefined);
	const held = await reach(server, options);
	const nobody = reach({address: '127.0.0.1', port: held.localPort ?? 0}, options);
	await t.throwsAsync(nobody, {instanceOf: TransferError, message: /ECONNREFUSED/});
	held.destroy();
});

test('so is one that we give up', async t => {
	const stop = new AbortController();
	const reaching = reach({address: '127.0.0.1', port: 1}, {...options, signal: stop.signal});
	stop.abort();
	await t.throwsAsync(reaching, {instanceOf: TransferError, message: 'given up'});
});

test('a mistake of ours is not taken for one of theirs', async t => {
	const reaching = reach({address: '127.0.0.1', port: 1}, {...options, from: 'nowhere'});
	await t.throwsAsync(reaching, {instanceOf: TypeError});
});
