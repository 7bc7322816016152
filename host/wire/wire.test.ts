import {getEventListeners, once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {askTracker} from './ask-tracker.ts';
import {getFile} from './get-file.ts';
import {connectLoopback, type HostPort} from './loopback-connection.ts';

const signal = new AbortController().signal;

/** A server for one test that treats every connection alike. */
const serve = async (t: ExecutionContext, onSocket: (socket: Socket) => void): Promise<HostPort> => {
	const server = createServer(socket => {
		socket.on('error', () => {}); // The client may leave first.
		onSocket(socket);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => server.close());
	const address = server.address();
	return {host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0};
};

test('a reply is taken apart into codes and data', async t => {
	const at = await serve(t, socket => {
		socket.write('220-hello\n200 go on\n');
		socket.once('data', () => socket.end('PEER a 1.2.3.4:5\nPEER b 1.2.3.4:6\n200 \n'));
	});
	t.deepEqual(await askTracker(at, 'WHO', {signal}), {
		request: 'WHO',
		codes: ['200 '],
		data: ['PEER a 1.2.3.4:5', 'PEER b 1.2.3.4:6'],
	});
});

test('a tracker that leaves in the middle of a reply broke the exchange', async t => {
	const at = await serve(t, socket => {
		socket.write('200 \n');
		socket.once('data', () => socket.end('PEER a 1.2.3.4:5\n'));
	});
	const {codes, broken} = await askTracker(at, 'WHO', {signal});
	t.deepEqual(codes, []);
	t.regex(broken ?? '', /before its reply ended/);
});

test('nobody there is a broken exchange, not an error', async t => {
	const {broken} = await askTracker({host: '127.0.0.1', port: 1}, 'WHO', {signal});
	t.regex(broken ?? '', /ECONNREFUSED/);
});

test('aborting ends the wait for a silent tracker', async t => {
	const stop = new AbortController();
	const at = await serve(t, () => stop.abort());
	await t.throwsAsync(askTracker(at, 'WHO', {signal: stop.signal}), {name: 'AbortError'});
});

test('a peer is asked in its own words, and what it sends is measured', async t => {
	let asked = '';
	const at = await serve(t, socket => {
		socket.once('data', line => {
			asked = line.toString('latin1');
			socket.end('miau');
		});
	});
	const {head, bytes, sha256, broken} = await getFile(at, 'cat 1.jpg', {limit: signal, signal, keepBytes: 2});
	t.is(asked, 'GET cat%201.jpg OSP2P\n');
	t.deepEqual([head.toString(), bytes, broken], ['mi', 4, undefined]);
	t.is(sha256.slice(0, 8), '85e7613f');
});

test('who takes too long is told with what came, and how long it was waited for', async t => {
	const late = new AbortController();
	const at = await serve(t, socket => {
		socket.once('data', line => {
			if (line.includes('GET')) {
				// Behind a timer and what is read after it, however late that is.
				socket.write('mi', () => setTimeout(() => setImmediate(() => late.abort()), 50));
			}
		});
	});
	const askedMs = performance.now();
	const {bytes, broken} = await getFile(at, 'cat', {limit: late.signal, signal});
	t.is(bytes, 2);
	const [, seconds] = /^not over after (\d+) s$/.exec(broken ?? '') ?? [];
	t.true(Number(seconds) <= Math.ceil((performance.now() - askedMs) / 1000), broken);
	const {broken: hung} = await askTracker(at, 'WHO', {limit: AbortSignal.timeout(50), signal});
	t.regex(hung ?? '', /^no whole reply within \d+ s$/);
});

test('once a file is whole, only the end of the connection is waited for', async t => {
	const at = await serve(t, socket => {
		socket.once('data', () => socket.write('miau'));
	});
	const whole = {bytes: 4, limit: () => AbortSignal.timeout(100)};
	const {bytes, broken} = await getFile(at, 'cat', {limit: AbortSignal.timeout(60_000), whole, signal});
	t.deepEqual([bytes, broken], [4, 'not over after 0 s']);
});

test('a peer that resets is told apart from one that ends', async t => {
	const at = await serve(t, socket => {
		socket.once('data', () => socket.write('mi', () => socket.resetAndDestroy()));
	});
	const {bytes, broken} = await getFile(at, 'cat', {limit: signal, signal});
	t.true(bytes <= 2);
	t.regex(broken ?? '', /ECONNRESET/);
});

test('a connection that is over leaves nothing at its signal', async t => {
	const {signal} = new AbortController();
	const at = await serve(t, socket => socket.end());
	using stack = new DisposableStack();
	const socket = await connectLoopback(at, {stack, signal});
	await once(socket.resume(), 'close');
	stack.dispose();
	t.is(getEventListeners(signal, 'abort').length, 0);
	const stop = new AbortController();
	await getFile(at, 'f', {limit: stop.signal, signal});
	t.is(getEventListeners(stop.signal, 'abort').length, 0);
});
