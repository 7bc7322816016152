import {text} from 'node:stream/consumers';
import test from 'ava';
import {acceptLoop} from '../net/accept-loop.ts';
import {Notifier} from './notifier.ts';
import {Registry} from './registry.ts';
import {noTraffic} from './traffic.ts';
import {Turns} from './turns.ts';

const at = (port: number, alias = 'x') => ({alias, address: '127.0.0.1', port});

const room = async () => {
	const calls: string[] = [];
	const traffic = noTraffic();
	const heard = Promise.withResolvers<void>();
	let wanted = Number.POSITIVE_INFINITY;
	const listener = await acceptLoop(at(0), {
		maxConnections: 10,
		async onConnection(socket) {
			calls.push(await text(socket));
			socket.end();
			if (calls.length === wanted) {
				heard.resolve();
			}
		},
	});
	return {
		calls,
		traffic,
		port: listener.port,
		hears(count: number) {
			wanted = count;
			return heard.promise;
		},
		[Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
	};
};

test('news reach a subscriber one call each, in order, quoted', async t => {
	await using listener = await room();
	const registry = new Registry();
	const subscriber = registry.join(at(listener.port));
	const notifier = new Notifier({
		maxCalls: 5,
		turns: new Turns(() => performance.now()),
		isSubscribed: () => true,
		traffic: listener.traffic,
		signal: new AbortController().signal,
	});
	const all = listener.hears(3);
	for (const alias of ['one', 't o', 'three']) {
		notifier.tell(subscriber, registry.join(at(9, alias)));
	}

	await all;
	t.deepEqual(listener.calls, [
		'NOTIFY one 127.0.0.1:9 OSP2P\n',
		'NOTIFY t%20o 127.0.0.1:9 OSP2P\n',
		'NOTIFY three 127.0.0.1:9 OSP2P\n',
	]);
	t.true(listener.traffic.callsMade >= 2); // The last is heard before its caller has hung up.
	t.is(listener.traffic.callsFailed, 0);
});

test('a subscriber that does not listen is no trouble to the next', async t => {
	await using listener = await room();
	const registry = new Registry();
	const notifier = new Notifier({
		maxCalls: 1,
		turns: new Turns(() => performance.now()),
		isSubscribed: () => true,
		traffic: listener.traffic,
		signal: new AbortController().signal,
	});
	const heard = listener.hears(1);
	notifier.tell(registry.join(at(1)), registry.join(at(9, 'new')));
	notifier.tell(registry.join(at(listener.port)), registry.join(at(9, 'new')));
	await heard;
	t.is(listener.traffic.callsFailed, 1);
});

test('who unsubscribed meanwhile is not called, and news are not kept without bound', async t => {
	await using listener = await room();
	const registry = new Registry();
	const fickle = registry.join(at(listener.port, 'fickle'));
	const faithful = registry.join(at(listener.port, 'faithful'));
	const newcomer = registry.join(at(9, 'new'));
	let isSubscribed = true;
	const notifier = new Notifier({
		maxCalls: 1,
		turns: new Turns(() => performance.now()),
		isSubscribed: peer => peer !== fickle || isSubscribed,
		traffic: listener.traffic,
		signal: new AbortController().signal,
	});
	const heard = listener.hears(1);
	for (let n = 0; n < 150; n++) {
		notifier.tell(fickle, newcomer);
	}

	notifier.tell(faithful, newcomer);
	isSubscribed = false;
	await heard;
	t.is(listener.traffic.callsForgone, 50); // A hundred are kept.
	t.is(listener.calls.length, 1);
});

test('only so many are called at once, and all in the end', async t => {
	await using listener = await room();
	const {traffic} = listener;
	const registry = new Registry();
	let begun = 0;
	let most = 0;
	const notifier = new Notifier({
		maxCalls: 1,
		turns: new Turns(() => performance.now()),
		isSubscribed: () => {
			begun++;
			most = Math.max(most, begun - traffic.callsMade - traffic.callsFailed);
			return true;
		},
		traffic,
		signal: new AbortController().signal,
	});
	const all = listener.hears(8);
	for (let index = 0; index < 8; index++) {
		notifier.tell(registry.join(at(listener.port, `peer ${index}`)), registry.join(at(9, 'new')));
	}

	await all;
	t.is(most, 1);
});
