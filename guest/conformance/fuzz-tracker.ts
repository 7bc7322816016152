import {once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import {acceptLoop} from '../net/accept-loop.ts';
import {dial} from '../net/dial.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import type {Reply} from '../protocol/reply.ts';
import {randomTraffic} from './random-traffic.ts';
import {type Choices, seededChoices} from './seeded-choices.ts';
import {VectorClient} from './vector-client.ts';

/** Strangers at once. */
const STRANGERS = 40;

/** What a tracker went through, and how good clients fared meanwhile. */
export type FuzzReport = {
	readonly strangers: number;
	readonly megabytesSent: number;
	/** Exchanges of the good clients, all of them right. */
	readonly goodExchanges: number;
	/** Longest time one of them waited for a reply, in milliseconds. */
	readonly longestWaitMs: number;
};

/**
Send random traffic to a tracker while good clients use it.

Strangers come from 127.0.0.2 to 127.0.0.201; they send right and wrong lines, cut anywhere, end, reset, or stop reading. The good ones come from 127.0.0.1.

@param seed - The same seed makes the same traffic; how it interleaves is up to the machine.
@throws {Error} As soon as a good client gets no reply or a wrong one, with what it asked.
*/
export const fuzzTracker = async (
	tracker: Endpoint,
	{seed, seconds}: {readonly seed: number; readonly seconds: number},
): Promise<FuzzReport> => {
	await using calls = await acceptLoop(
		{address: '0.0.0.0', port: 0},
		{maxConnections: 200, onConnection: socket => socket.resume().once('end', () => socket.end())},
	);
	const over = new AbortController();
	const totals = {strangers: 0, bytes: 0};
	const goodOnes = [0, 1, 2].map(number => askRightly(tracker, {number, signal: over.signal}));
	const crowd = Array.from({length: STRANGERS}, async (_, number) => {
		const choices = seededChoices(seed * 1000 + number);
		while (!over.signal.aborted) {
			totals.strangers += 1;
			const bytes = await strange(tracker, choices, calls.port).catch(() => 0); // Being thrown out is what strangers expect.
			totals.bytes += bytes;
		}
	});

	const enough = pause(seconds * 1000, undefined, {signal: over.signal}).catch(() => undefined);
	try {
		// A good client that fails ends it all at once.
		await Promise.race([enough, Promise.all(goodOnes)]);
	} finally {
		over.abort();
		await Promise.allSettled(crowd);
	}

	const good = await Promise.all(goodOnes);
	return {
		strangers: totals.strangers,
		megabytesSent: Math.round(totals.bytes / 1e6),
		goodExchanges: good.reduce((sum, {exchanges}) => sum + exchanges, 0),
		longestWaitMs: Math.round(Math.max(...good.map(({longestWaitMs}) => longestWaitMs))),
	};
};

/** One stranger's visit. @returns Bytes it sent. */
const strange = async (tracker: Endpoint, choices: Choices, callPort: number): Promise<number> => {
	const socket = await dial(tracker, {deadlineMs: 5000, from: `127.0.0.${2 + choices.below(200)}`});
	const closed = once(socket, 'close').catch(() => undefined);
	socket.on('error', () => {});
	if (choices.below(5) > 0) {
		socket.resume(); // One in five never reads.
	}

	let bytes = 0;
	for (let left = choices.below(12); left > 0 && socket.writable; left--) {
		const text = randomTraffic(choices, {callPort});
		const cut = choices.below(text.length + 1);
		socket.write(text.slice(0, cut), 'latin1');
		await pause(choices.below(15));
		socket.write(text.slice(cut), 'latin1');
		bytes += text.length;
	}

	switch (choices.below(3)) {
		case 0:
			socket.resetAndDestroy();
			break;
		case 1:
			socket.resume().end();
			await Promise.race([closed, pause(200)]);
			break;
		default:
			await pause(choices.below(100));
	}

	socket.destroy();
	await closed;
	return bytes;
};

/** A good client waits so long for a reply before it complains. */
const PATIENCE_MS = 5000;

/**
Use a tracker as a good peer does, again and again, and check every reply.

@param number - Makes its alias, port and file its own.
@returns How many exchanges there were, and the longest wait.
@throws {Error} At the first reply that is late or wrong.
*/
const askRightly = async (
	tracker: Endpoint,
	{number, signal}: {readonly number: number; readonly signal: AbortSignal},
): Promise<{exchanges: number; longestWaitMs: number}> => {
	let exchanges = 0;
	let longestWaitMs = 0;
	const exchange = async (client: VectorClient, request: string, isRight: (reply: Reply) => boolean): Promise<void> => {
		const startMs = performance.now();
		client.socket.write(`${request}\n`);
		const reply = await client.reply(PATIENCE_MS);
		longestWaitMs = Math.max(longestWaitMs, performance.now() - startMs);
		exchanges += 1;
		if (!isRight(reply)) {
			throw new Error(`a good client said "${request}" and got ${JSON.stringify(reply).slice(0, 300)}`);
		}
	};

	const line = `PEER good${number} 127.0.0.1:${60_000 + number}`;
	const file = `good-${number}.bin`;
	while (!signal.aborted) {
		using client = await VectorClient.open(tracker, '127.0.0.1');
		await client.reply(PATIENCE_MS);
		await exchange(client, `ADDR good${number} 127.0.0.1:${60_000 + number}`, ({final}) => final === 200);
		await exchange(client, `HAVE ${file} u3bJz@iaYsq6aMaMSJVq_b`, ({final}) => final === 200);
		for (let again = 0; again < 5; again++) {
			await exchange(client, `WANT ${file}`, ({final, data}) => final === 200 && data.length === 1 && data[0] === line);
			await exchange(client, `MD5SUM ${file}`, ({data}) => data[0] === 'u3bJz@iaYsq6aMaMSJVq_b');
			await exchange(client, 'WHO', ({final, data}) => final === 200 && data.includes(line));
			await exchange(client, 'NONSENSE', ({final}) => final === 500);
		}

		await exchange(client, `DONTHAVE ${file}`, ({final}) => final === 200);
		await exchange(client, `WANT ${file}`, ({final}) => final === 300);
		await exchange(client, 'QUIT', ({final}) => final === 200);
		await client.end(PATIENCE_MS);
	}

	return {exchanges, longestWaitMs};
};
