import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtempDisposable, symlink, writeFile} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import vectors from '../vectors/get-request.json' with {type: 'json'};
import type {PeerEvent} from './peer-event.ts';
import {DEFAULT_LIMITS, type PeerLimits} from './peer-limits.ts';
import {openSharedFolder} from './shared-folder.ts';
import {startUploadServer} from './upload-server.ts';

type Repeat = {readonly before?: string; readonly text: string; readonly times: number; readonly after?: string};
type Vector = {
	readonly id: string;
	readonly level: string;
	readonly because: string;
	readonly request?: string;
	readonly requestHex?: string;
	readonly requestRepeat?: Repeat;
	readonly packets?: readonly string[];
	readonly halfClose?: boolean;
	readonly name?: string;
	readonly nameRepeat?: Repeat;
	readonly refused?: boolean;
	readonly waits?: boolean;
};

const repeat = ({before = '', text, times, after = ''}: Repeat): string => `${before}${text.repeat(times)}${after}`;
const packetsOf = ({request = '', requestHex, requestRepeat, packets}: Vector): string[] => [
	...(packets ?? [
		requestHex ? Buffer.from(requestHex, 'hex').toString('latin1') : requestRepeat ? repeat(requestRepeat) : request,
	]),
];
const nameOf = ({name, nameRepeat}: Vector): string | undefined => (nameRepeat ? repeat(nameRepeat) : name);

/** A peer's server over a folder as the vectors want it. */
const startServer = async (limits: Partial<PeerLimits> = {}) => {
	const stack = new AsyncDisposableStack();
	const world = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-upload-')));
	const path = join(world.path, 'shared');
	await mkdir(join(path, 'sub'), {recursive: true});
	const lay = (name: string, content: string) =>
		writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from(name, 'latin1')]), content, 'latin1');
	for (const vector of vectors as readonly Vector[]) {
		const name = nameOf(vector);
		if (name !== undefined && name !== 'inlink') {
			await lay(name, `content of ${name}`);
		}
	}

	await lay('sub/s.txt', 'secret');
	await lay('../secret.txt', 'secret');
	await lay('empty', '');
	execFileSync('mkfifo', [join(path, 'pipe')]);
	await symlink('../secret.txt', join(path, 'link'));
	await symlink('f.txt', join(path, 'inlink'));
	const events: PeerEvent[] = [];
	const folder = stack.use(await openSharedFolder(path));
	const server = stack.use(
		await startUploadServer([0], {
			address: '127.0.0.1',
			folder,
			limits: {...DEFAULT_LIMITS, ...limits},
			tell: event => events.push(event),
			clock: () => performance.now(),
			now: () => Date.now(),
			signal: new AbortController().signal,
		}),
	);
	return {...server, lay, events, [Symbol.asyncDispose]: () => stack.disposeAsync()};
};

const dial = async (port: number, localAddress = '127.0.0.1'): Promise<Socket> => {
	const socket = connect({host: '127.0.0.1', port, localAddress, allowHalfOpen: true, noDelay: true});
	await once(socket, 'connect');
	return socket.on('error', () => undefined);
};

/** All bytes until the end; `reset` when it ended badly, `open` when nothing ended within the time. */
const answerOf = async (
	socket: Socket,
	{withinMs = 60_000} = {},
): Promise<{readonly bytes: string; readonly end: 'fin' | 'reset' | 'open'}> => {
	let bytes = '';
	const {promise, resolve} = Promise.withResolvers<'fin' | 'reset' | 'open'>();
	socket.on('data', (chunk: Buffer) => {
		bytes += chunk.toString('latin1');
	});
	socket.once('end', () => resolve('fin'));
	socket.once('error', () => resolve('reset'));
	if (socket.destroyed) {
		resolve(socket.errored ? 'reset' : 'fin');
	}

	const timer = setTimeout(() => resolve('open'), withinMs);
	const end = await promise;
	clearTimeout(timer);
	socket.destroy();
	return {bytes, end};
};

const get = async (port: number, name: string, localAddress?: string) => {
	const socket = await dial(port, localAddress);
	socket.write(`GET ${name} OSP2P\n`);
	return answerOf(socket);
};

test('every vector of get-request is answered as it wants', async t => {
	await using server = await startServer();
	const judge = async (vector: Vector): Promise<void> => {
		const socket = await dial(server.port);
		for (const packet of packetsOf(vector)) {
			socket.write(packet, 'latin1');
			await new Promise(setImmediate);
		}

		if (vector.halfClose) {
			socket.end();
		}

		const {bytes, end} = await answerOf(socket, vector.waits ? {withinMs: 200} : {});
		const name = nameOf(vector);
		if (vector.level === 'original') {
			t.is(bytes, '', `${vector.id}: what is not registered is not served`);
		} else if (name === undefined) {
			t.is(bytes, '', vector.id);
			t.is(end, vector.waits ? 'open' : 'fin', vector.id);
		} else {
			t.is(bytes, name === 'inlink' ? 'content of f.txt' : `content of ${name}`, vector.id);
			t.is(end, 'fin', vector.id);
		}
	};

	const all = vectors as readonly Vector[];
	for (let at = 0; at < all.length; at += 16) {
		await Promise.all(all.slice(at, at + 16).map(judge));
	}
});

test('a reader that closed its side already still gets its file', async t => {
	await using server = await startServer();
	const socket = await dial(server.port);
	socket.end('GET f.txt OSP2P\n');
	t.deepEqual(await answerOf(socket), {bytes: 'content of f.txt', end: 'fin'});
});

test('connections that never ask are dropped in time, with a FIN', async t => {
	await using server = await startServer({requestSeconds: 0.1});
	const socket = await dial(server.port);
	t.deepEqual(await answerOf(socket), {bytes: '', end: 'fin'});
	t.like(server.events[0], {event: 'refused', because: 'no whole request within 0.1 s'});
});

test('one address with too many connections harms no other', async t => {
	await using server = await startServer({maxConnectionsPerAddress: 5});
	const flood = await Promise.all(Array.from({length: 20}, () => dial(server.port, '127.0.0.9')));
	const ends = await Promise.all(flood.slice(0, 15).map(socket => answerOf(socket)));
	t.true(ends.every(({bytes, end}) => bytes === '' && end !== 'open'));
	t.true(
		flood.slice(15).every(({destroyed}) => !destroyed),
		'the last that came have a place',
	);
	t.is((await get(server.port, 'f.txt')).bytes, 'content of f.txt');
	for (const socket of flood) {
		socket.destroy();
	}
});

test('160 connections of an address that never ask, or that never close, keep nobody of it out', async t => {
	await using server = await startServer({requestSeconds: 0.5});
	for (const words of ['', 'GET f.txt OSP2P\n', 'nonsense\n']) {
		const held: Socket[] = [];
		for (let n = 0; n < 160; n++) {
			const socket = await dial(server.port, '127.0.0.9');
			socket.resume();
			socket.write(words);
			held.push(socket);
		}

		for (let n = 0; n < 5; n++) {
			t.is((await get(server.port, 'f.txt', '127.0.0.9')).bytes, 'content of f.txt', `after 160 × "${words}"`);
		}

		for (const socket of held) {
			socket.destroy();
		}
	}
});

test('an upload that is ended for others, or for its slowness, ends in a reset: a part is not taken for the whole', async t => {
	await using server = await startServer({maxUploads: 1, yieldSeconds: 0.1, maxUploadsPerAddress: 1, idleSeconds: 1});
	await server.lay('large', 'x'.repeat(20_000_000));
	const begin = async (address: string): Promise<Socket> => {
		const socket = await dial(server.port, address);
		socket.pause();
		socket.write('GET large OSP2P\n');
		await once(socket, 'readable');
		return socket;
	};
	for (const address of ['127.0.0.8', '127.0.0.9']) {
		const socket = await begin(address); // The second takes over when the first is given up.
		const failures = (): number => server.events.filter(({event}) => event === 'upload-failed').length;
		for (const before = failures(); failures() === before; ) {
			await new Promise(resolve => setTimeout(resolve, 20));
		}

		const {bytes, end} = await answerOf(socket);
		t.is(end, 'reset');
		t.true(bytes.length < 20_000_000);
	}
});

test('when all places are taken, who never asks makes room', async t => {
	await using server = await startServer({maxConnections: 10, maxConnectionsPerAddress: 10});
	const idle = await Promise.all(Array.from({length: 10}, () => dial(server.port, '127.0.0.9')));
	for (let i = 0; i < 5; i++) {
		t.is((await get(server.port, 'f.txt')).bytes, 'content of f.txt');
	}

	for (const socket of idle) {
		socket.destroy();
	}
});

test('who has its whole answer on the way gets all of it, though its place is taken', async t => {
	await using server = await startServer({maxConnections: 1});
	// More than the reader's system takes unread, and less than ours takes to send.
	const LARGE_BYTES = 1_000_000;
	await server.lay('large', 'x'.repeat(LARGE_BYTES));
	const reader = await dial(server.port);
	reader.pause().write('GET large OSP2P\n');
	for (let look = 0; look < 1000 && !server.events.some(({event}) => event === 'upload-done'); look++) {
		await new Promise(resolve => setTimeout(resolve, 20));
	}

	t.is((await get(server.port, 'f.txt')).bytes, 'content of f.txt');
	reader.resume();
	const {bytes, end} = await answerOf(reader);
	t.is(bytes.length, LARGE_BYTES);
	t.is(end, 'fin');
});

test('with one place for uploads, many ask and all are served in turn', async t => {
	await using server = await startServer({maxUploads: 1});
	const answers = await Promise.all(Array.from({length: 30}, () => get(server.port, 'f.txt')));
	t.true(answers.every(({bytes}) => bytes === 'content of f.txt'));
});

test('a reader that does not read is dropped, and its place given on', async t => {
	await using server = await startServer({maxUploads: 1, idleSeconds: 0.5, rateSeconds: 0.5});
	await server.lay('large', 'x'.repeat(20_000_000));
	const stuck = await dial(server.port);
	stuck.on('error', () => undefined);
	stuck.pause();
	stuck.write('GET large OSP2P\n');
	await new Promise(setImmediate);
	t.is((await get(server.port, 'f.txt')).bytes, 'content of f.txt');
	t.true(server.events.some(event => event.event === 'upload-failed' && event.file === 'large'));
	stuck.destroy();
});

test('a file that changes while it is sent ends in a reset, not a FIN', async t => {
	await using server = await startServer();
	await server.lay('large', 'x'.repeat(20_000_000));
	const socket = await dial(server.port);
	socket.pause();
	socket.write('GET large OSP2P\n');
	await once(socket, 'readable');
	await server.lay('large', 'y'.repeat(20_000_000));
	const {bytes, end} = await answerOf(socket);
	t.is(end, 'reset');
	t.true(bytes.length < 20_000_000);
});

test('who asks again and again on one connection gets one file', async t => {
	await using server = await startServer();
	const socket = await dial(server.port);
	socket.write('GET f.txt OSP2P\n'.repeat(1000));
	t.deepEqual(await answerOf(socket), {bytes: 'content of f.txt', end: 'fin'});
});
