import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {connectCard} from './card.ts';
import {withLength} from './frame-splitter.ts';
import {startLan} from './lan.ts';
import {lineSent} from './moment.ts';
import {tcpFrame} from './tcp-frame.ts';

const never = new AbortController().signal;
const alice = {number: 1, tcpPort: 1000};
const bob = {number: 2, tcpPort: 2000};
const carol = {number: 3, tcpPort: 3000};

/** Alice and bob on a network; `sends` and `hears` speak in payloads of TCP segments. */
const aliceAndBob = async (seed = 1) => {
	await using started = new AsyncDisposableStack();
	const folder = await mkdtemp(join(tmpdir(), 'lan-test-'));
	started.defer(() => rm(folder, {recursive: true}));
	const lan = started.use(await startLan({folder, seed}, {signal: never}));
	const left = started.use(await connectCard(await lan.plug('alice')));
	const right = started.use(await connectCard(await lan.plug('bob')));
	let sent = 0;
	const owned = started.move();
	return {
		lan,
		aliceSends(text: string) {
			sent += 100;
			left.send(tcpFrame(alice, bob, {sequence: sent, payload: text}));
		},
		aliceSendsAtOnce(...texts: readonly string[]) {
			const frames = texts.map(text => {
				sent += 100;
				return withLength(tcpFrame(alice, bob, {sequence: sent, payload: text}));
			});
			left.sendRaw(Buffer.concat(frames));
		},
		bobSends(text: string) {
			sent += 100;
			right.send(tcpFrame(bob, alice, {sequence: sent, payload: text}));
		},
		aliceHears: async () => (await left.next()).toString('latin1', 54),
		bobHears: async () => (await right.next()).toString('latin1', 54),
		aliceCallsCarol: () => left.send(tcpFrame(alice, carol, {sequence: 1, payload: 'carol?'})),
		bobHeard: () => right.unseen.map(frame => frame.toString('latin1', 54)),
		[Symbol.asyncDispose]: () => owned.disposeAsync(),
	};
};

test('a delay of 40 ms is one of 40 ms, and order is kept', async t => {
	await using net = await aliceAndBob();
	net.lan.between('alice', 'bob').becomes({delayMs: 40});
	const startMs = performance.now();
	net.aliceSends('one');
	net.aliceSends('two');
	t.is(await net.bobHears(), 'one');
	const tookMs = performance.now() - startMs;
	t.is(await net.bobHears(), 'two');
	t.true(tookMs > 39, `${tookMs} ms`); // How much later depends on what else this machine does: bench:lan measures it.
	t.is(net.lan.report().faults[0]?.hits, 2);
	t.regex(net.lan.report().log[0]?.done ?? '', /^delayed 40\.0 ms$/);
});

test('a one-way cut lets the other way through, and healing ends it', async t => {
	await using net = await aliceAndBob();
	net.lan.oneWay('alice', 'bob').isCut();
	net.aliceSends('lost');
	net.bobSends('back');
	t.is(await net.aliceHears(), 'back');
	net.lan.heal();
	net.aliceSends('through');
	t.is(await net.bobHears(), 'through');
	t.deepEqual(net.lan.report().faults, [{link: 'alice → bob', fault: 'is cut', hits: 1}]);
});

test('a broadcast meets the fault on the way to each', async t => {
	await using net = await aliceAndBob();
	await using carols = await connectCard(await net.lan.plug('carol'));
	net.lan.cut('alice', 'bob');
	const frame = tcpFrame(alice, bob, {sequence: 1, payload: 'to all'});
	net.lan.cable('carol', 'heard').becomes({duplicateShare: 1});
	frame.fill(0xff, 0, 6);
	await using shouter = await connectCard(await net.lan.plug('alice'));
	shouter.send(frame);
	t.true((await carols.next()).equals(frame));
	t.true((await carols.next()).equals(frame));
	t.deepEqual(net.bobHeard(), []);
});

test('the same seed over the same frames does the same; another does not', async t => {
	const run = async (seed: number) => {
		await using net = await aliceAndBob(seed);
		net.bobSends('hello'); // So that frames for bob go to bob alone.
		await net.aliceHears();
		net.lan.oneWay('alice', 'bob').becomes({lossShare: 0.3, duplicateShare: 0.3, corruptShare: 0.3});
		for (let index = 0; index < 40; index++) {
			net.aliceSends(`frame ${index}`);
		}

		// Frames for carol go to all until she has spoken: once she hears one, those before it were dealt with.
		await using carols = await connectCard(await net.lan.plug('carol'));
		net.aliceCallsCarol();
		await carols.next();
		return net.lan
			.report()
			.log.filter(({to}) => to === 'bob')
			.map(({frame, done}) => `${frame} ${done}`);
	};

	const [first, again, other] = [await run(1), await run(1), await run(2)];
	t.true(first.length > 10);
	t.deepEqual(first, again);
	t.notDeepEqual(first, other);
});

test('a fault takes effect right after the frame that completes its moment, in the same chunk too', async t => {
	await using net = await aliceAndBob();
	net.bobSends('hello');
	await net.aliceHears();
	net.lan
		.when(lineSent({from: 'alice'}, 'alice asks', text => text === 'GET a'))
		.oneWay('alice', 'bob')
		.isCut();
	net.aliceSendsAtOnce('GET a\n', 'never');
	t.is(await net.bobHears(), 'GET a\n');
	net.lan.heal();
	net.aliceSends('healed');
	t.is(await net.bobHears(), 'healed');
	t.is(net.lan.report().faults[0]?.hits, 1);
});

test('delayed frames do not hold up the end of the network', async t => {
	const net = await aliceAndBob();
	net.lan.between('alice', 'bob').becomes({delayMs: 60_000});
	net.aliceSends('never');
	await net[Symbol.asyncDispose]();
	t.pass();
});
