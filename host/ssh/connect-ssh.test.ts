import {randomBytes} from 'node:crypto';
import {getEventListeners, once} from 'node:events';
import {connect, createServer} from 'node:net';
import test from 'ava';
import {connectSsh} from './connect-ssh.ts';
import {startSshServer} from './fixtures/ssh-server.ts';

const {signal: never} = new AbortController();

test('a command gives its exit code and both outputs', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const {exitCode, signal, stdout, stderr} = await ssh.run(
		['sh', '-c', 'echo "$1"; echo no >&2; exit 3', 'sh', "it's"],
		{signal: never},
	);
	t.deepEqual(
		{exitCode, signal, stdout: String(stdout), stderr: String(stderr)},
		{exitCode: 3, signal: null, stdout: "it's\n", stderr: 'no\n'},
	);
});

test('many commands share a connection', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const results = await Promise.all(
		Array.from({length: 8}, (_, index) => ssh.run(['echo', `${index}`], {signal: never})),
	);
	t.deepEqual(
		results.map(({stdout}) => Number(stdout)),
		[0, 1, 2, 3, 4, 5, 6, 7],
	);
});

test('bytes go in and come back unchanged, more than any window', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const bytes = randomBytes(5 * 1024 * 1024);
	const {stdout} = await ssh.run(['cat'], {input: bytes, signal: never});
	t.true(stdout.equals(bytes));
});

test('a command that does not read its input still ends', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const {exitCode} = await ssh.run(['true'], {input: Buffer.alloc(8 * 1024 * 1024), signal: never});
	t.is(exitCode, 0);
});

test('aborting kills a command at once', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const stop = new AbortController();
	const running = ssh.run(['sleep', '60'], {signal: stop.signal});
	await ssh.run(['true'], {signal: never});
	stop.abort();
	await t.throwsAsync(running, {name: 'AbortError'});
});

test('a program that is talked with answers, and ends with its input', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const stream = await ssh.talk(['sh', '-c', 'read line; echo "heard $line"; cat; echo bye'], {signal: never});
	stream.write('this\n');
	stream.end('and that\n');
	t.is(Buffer.concat(await Array.fromAsync(stream)).toString(), 'heard this\nand that\nbye\n');
});

test('a connection that breaks is an error for all that runs over it, and for what comes after', async t => {
	await using server = await startSshServer();
	await using ssh = await connectSsh(server.address, {signal: never});
	const stream = await ssh.talk(['sleep', '60'], {signal: never});
	const closed = once(stream.resume(), 'close');
	const command = ssh.run(['sleep', '60'], {signal: never});
	await ssh.run(['true'], {signal: never});
	server.dropConnections();
	await t.throwsAsync(command, {name: 'SshError', message: 'The connection broke while "sleep 60" ran.'});
	await closed;
	await t.throwsAsync(ssh.run(['true'], {signal: never}), {name: 'SshError', message: /"true"/});
});

test('a connection is closed with its block, and leaves nothing at the signal that guarded the log-in', async t => {
	await using server = await startSshServer();
	const {signal} = new AbortController();
	const ssh = await connectSsh(server.address, {signal});
	t.is(getEventListeners(signal, 'abort').length, 0);
	await ssh[Symbol.asyncDispose]();
	await t.throwsAsync(ssh.run(['true'], {signal: never}), {name: 'SshError'});
});

test('a stranger with another host key is refused', async t => {
	await using server = await startSshServer();
	await using other = await startSshServer();
	await t.throwsAsync(connectSsh({...server.address, hostKey: other.address.hostKey}, {signal: never}), {
		name: 'SshError',
		message: /its host key is not the pinned one\.$/,
	});
});

test('a wrong key is refused', async t => {
	await using server = await startSshServer();
	await using other = await startSshServer();
	await t.throwsAsync(connectSsh({...server.address, privateKeyFile: other.address.privateKeyFile}, {signal: never}), {
		name: 'SshError',
		message: /authentication methods failed\.$/,
	});
});

test('a server that hangs up or is not there is an error that says where', async t => {
	await using server = await startSshServer();
	const rude = createServer(socket => socket.destroy()).listen(0, '127.0.0.1');
	t.teardown(() => rude.close());
	await once(rude, 'listening');
	const {port} = rude.address() as {port: number};
	await t.throwsAsync(connectSsh({...server.address, port}, {signal: never}), {
		name: 'SshError',
		message: new RegExp(`^Could not log in to root@127.0.0.1:${port}: `),
	});

	// Nobody listens at the near end of a connection. A listener that was closed stays open in a child that is just being started.
	const held = connect(server.address.port, server.address.host);
	t.teardown(() => held.destroy());
	await once(held, 'connect');
	const nobody = {...server.address, port: held.localPort ?? 0};
	await t.throwsAsync(connectSsh(nobody, {signal: never}), {message: /ECONNREFUSED/});
});

test('aborting ends the wait for a silent server', async t => {
	await using server = await startSshServer();
	const silent = createServer(() => {}).listen(0, '127.0.0.1');
	t.teardown(() => silent.close());
	await once(silent, 'listening');
	const {port} = silent.address() as {port: number};
	await t.throwsAsync(connectSsh({...server.address, port}, {signal: AbortSignal.timeout(50)}), {
		name: 'SshError',
		message: /aborted due to timeout\.$/,
	});
});

test('aborting ends a log-in that has not even begun', async t => {
	await using server = await startSshServer();
	const stop = new AbortController();
	const connecting = connectSsh(server.address, {signal: stop.signal});
	stop.abort(); // While the key is being read.
	await t.throwsAsync(connecting, {name: 'SshError', message: /aborted\.$/});
});
