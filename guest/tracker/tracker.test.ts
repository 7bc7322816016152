import {once} from 'node:events';
import test from 'ava';
import {VectorClient} from '../conformance/vector-client.ts';
import type {TrackerPlan} from './tracker.ts';
import {startTracker} from './tracker.ts';

const plan: TrackerPlan = {
	address: '127.0.0.1',
	port: 0,
	onlyLocal: false,
	withFakePeers: false,
	maxConnections: 1000,
	maxPerAddress: 1000,
	maxUnreadBytes: 2 ** 20,
	maxOfferBytes: 16 * 2 ** 20,
	stallMs: 60_000,
};

/** A tracker whose clock moves only when it is told to. */
const trackerOfStillTime = async (changes: Partial<TrackerPlan> = {}) => {
	let nowMs = 0;
	let check = (): void => {};
	const tracker = await startTracker(
		{...plan, ...changes},
		{
			random: Math.random,
			now: () => nowMs,
			everySecond(call) {
				check = call;
				return {[Symbol.dispose]() {}};
			},
		},
	);
	const pass = (seconds: number): void => {
		nowMs += seconds * 1000;
		check();
	};
	return {tracker, pass};
};

const greeted = async (tracker: {address: string; port: number}, from = '127.0.0.1'): Promise<VectorClient> => {
	const client = await VectorClient.open(tracker, from);
	await client.reply(5000);
	return client;
};

/** Long enough for everything that can happen in this process to happen. */
const quiet = async (): Promise<void> => {
	for (let n = 0; n < 100; n++) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
};

const ask = async (client: VectorClient, line: string) => {
	client.socket.write(`${line}\n`);
	return client.reply(5000);
};

test('60 seconds until the first line, half a line does not count', async t => {
	const {tracker, pass} = await trackerOfStillTime();
	await using _ = tracker;
	using client = await greeted(tracker);
	client.socket.write('LI');
	pass(60);
	t.is(client.ended, undefined);
	pass(1);
	t.is((await client.reply(5000)).final, 500);
	await client.end(5000);
	t.is(client.ended, 'end');
});

test('600 seconds after any line, then the peer is forgotten at once', async t => {
	const {tracker, pass} = await trackerOfStillTime();
	await using _ = tracker;
	using client = await greeted(tracker);
	await ask(client, 'ADDR alice 127.0.0.1:5001');
	pass(599);
	t.is(tracker.registry.peerCount, 1);
	await ask(client, '\nLIST');
	pass(599);
	t.is(tracker.registry.peerCount, 1);
	pass(2);
	t.is(tracker.registry.peerCount, 0);
	t.is((await client.reply(5000)).final, 500);
	await client.end(5000);
});

test('who waits for a newcomer may wait for ever', async t => {
	const {tracker, pass} = await trackerOfStillTime();
	await using _ = tracker;
	using waiting = await greeted(tracker);
	using newcomer = await greeted(tracker);
	await ask(waiting, 'LIST\nBLOCKNOTIFY');
	await ask(newcomer, 'LIST');
	pass(599);
	await ask(newcomer, 'LIST');
	pass(599);
	await ask(newcomer, 'ADDR bob 127.0.0.1:5002');
	t.deepEqual((await waiting.reply(5000)).data, ['PEER bob 127.0.0.1:5002']);
});

test('a client that does not read is dropped, and costs little until then', async t => {
	const {tracker, pass} = await trackerOfStillTime();
	await using _ = tracker;
	using client = await greeted(tracker);
	client.socket.pause();
	client.socket.write('HELP\n'.repeat(200_000));
	for (let before = -1; tracker.traffic.bytesOut > before; ) {
		before = tracker.traffic.bytesOut;
		await quiet();
	}

	using other = await greeted(tracker);
	t.true(tracker.traffic.bytesOut < 20_000_000);
	pass(61);
	await ask(other, 'LIST');
	t.is(tracker.traffic.stalled, 1);
	t.is(tracker.connectionCount(), 1);
});

test('many who do not read cost no more than the bound, and the longest silent pay for it', async t => {
	const {tracker} = await trackerOfStillTime({maxUnreadBytes: 200_000});
	await using _ = tracker;
	using reader = await greeted(tracker, '127.0.0.2');
	const clients: VectorClient[] = [];
	for (let n = 0; n < 12; n++) {
		const client = await greeted(tracker);
		clients.push(client);
		client.socket.pause();
		client.socket.write('HELP\n'.repeat(200_000));
		for (let before = -1; tracker.traffic.bytesOut > before; ) {
			before = tracker.traffic.bytesOut;
			await quiet();
		}
	}

	t.true(tracker.unreadBytes() > 100_000);
	t.true(tracker.unreadBytes() <= 200_000);
	t.true(tracker.traffic.stalled > 0);
	t.is((await ask(reader, 'WANT nothing')).final, 300);
	t.is(tracker.connectionCount(), 1 + clients.length - tracker.traffic.stalled);
	for (const client of clients) {
		client[Symbol.dispose]();
	}
});

test('many who offer much cost no more than the bound, and the address that offers most pays for it', async t => {
	const {tracker} = await trackerOfStillTime({maxOfferBytes: 2_000_000});
	await using _ = tracker;
	using honest = await greeted(tracker, '127.0.0.2');
	await ask(honest, 'ADDR honest 127.0.0.2:5001');
	for (let file = 0; file < 100; file++) {
		await ask(honest, `HAVE honest-${file}`);
	}

	const clients: VectorClient[] = [];
	for (let n = 0; n < 10; n++) {
		const client = await greeted(tracker);
		clients.push(client);
		const haves = Array.from({length: 900}, (_, file) => `HAVE ${n}-${file}\n`).join('');
		client.socket.write(`ADDR greedy-${n} 127.0.0.1:5002\n${haves}`);
		for (let before = -1; tracker.traffic.bytesOut > before; ) {
			before = tracker.traffic.bytesOut;
			await quiet();
		}
	}

	t.true(tracker.registry.bytes <= 2_000_000);
	t.true(tracker.registry.bytes > 1_000_000);
	t.true(tracker.traffic.shed > 0);
	t.is(tracker.connectionCount(), 1 + clients.length - tracker.traffic.shed);
	t.is((await ask(honest, 'WANT honest-99')).data.length, 1);
	for (const client of clients) {
		client[Symbol.dispose]();
	}
});

test('ten thousand PEER lines go out whole, and others are answered meanwhile', async t => {
	await using tracker = await startTracker(plan, {random: Math.random, now: () => performance.now()});
	for (let n = 0; n < 10_000; n++) {
		const peer = tracker.registry.join({alias: `peer${n}`, address: '127.0.0.1', port: 1 + (n % 65_535)});
		tracker.registry.have(peer, 'popular');
	}

	using client = await greeted(tracker);
	using other = await greeted(tracker);
	client.socket.write('WANT popular\nWHO\n'.repeat(5));
	let answered = 0;
	let isReading = true;
	const reading = Array.fromAsync(Array.from({length: 10}), () => client.reply(5000)).finally(() => {
		isReading = false;
	});
	for (; isReading; answered++) {
		t.is((await ask(other, 'WANT nothing')).final, 300);
	}

	t.true(answered > 40, `${answered} answers`);
	for (const {final, data} of await reading) {
		t.is(final, 200);
		t.is(new Set(data).size, 10_000);
	}
});

test('when there is no room the address with the most connections gives way', async t => {
	const {tracker} = await trackerOfStillTime({maxConnections: 12});
	await using _ = tracker;
	using good = await greeted(tracker, '127.0.0.2');
	await ask(good, 'ADDR good 127.0.0.2:5');
	using stack = new DisposableStack();
	for (let n = 0; n < 40; n++) {
		stack.use(await greeted(tracker, '127.0.0.3'));
	}

	t.deepEqual((await ask(good, 'WHO')).data, ['PEER good 127.0.0.2:5']);
	t.true(tracker.connectionCount() <= 12);
	t.true(tracker.traffic.shed >= 29);
});

test('an address has its share and no more', async t => {
	const {tracker} = await trackerOfStillTime({maxPerAddress: 2});
	await using _ = tracker;
	using one = await greeted(tracker);
	using two = await greeted(tracker);
	using three = await VectorClient.open(tracker, '127.0.0.1');
	await three.end(5000);
	using other = await greeted(tracker, '127.0.0.2');
	for (const client of [one, two, other]) {
		t.is((await ask(client, 'WHO')).final, 200);
	}
});

test('told so, it lists peers of this machine only: those that come from where it listens, or from 127.0.0.1', async t => {
	for (const [onlyLocal, listed] of [
		[true, ['127.0.0.1', '127.0.0.3']],
		[false, ['127.0.0.1', '127.0.0.2', '127.0.0.3']],
	] as const) {
		const {tracker} = await trackerOfStillTime({onlyLocal, address: '127.0.0.3'});
		await using _ = tracker;
		using stack = new DisposableStack();
		for (const from of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
			const client = stack.use(await greeted(tracker, from));
			await ask(client, `ADDR me ${from}:5001`);
		}

		using client = await greeted(tracker);
		const {data} = await ask(client, 'WHO');
		t.deepEqual(
			data,
			listed.map(address => `PEER me ${address}:5001`),
		);
	}
});

test('disposing it ends everything', async t => {
	const {tracker} = await trackerOfStillTime();
	using client = await greeted(tracker);
	const ended = once(client.socket, 'close');
	await tracker[Symbol.asyncDispose]();
	client.socket.end();
	await ended;
	t.is(client.ended, 'end');
});
