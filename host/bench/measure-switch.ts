import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {type Card, cardOn, connectCard} from '../lan/card.ts';
import {type Lan, startLan} from '../lan/lan.ts';
import {tcpFrame} from '../lan/tcp-frame.ts';
import {BATCH_FRAMES, FULL_BYTES, fullFrame, greeting, startTask} from './flood-task.ts';
import {type Spread, spreadOf} from './spread.ts';

/** Batches of one measurement: 145 MiB. Many short ones tell more than a few long ones: some of them meet a quiet moment of the machine. */
const BATCHES = 200;

/** How fast frames go from one process through the switch to another. */
export type Throughput = {
	readonly mibPerSecond: number;
	/** Of the switch's process meanwhile, all its threads, until the last byte was delivered. */
	readonly cpuSeconds: number;
};

/** Send 145 MiB from one process through the switch to another. */
export const measureThroughput = (capture: boolean): Promise<Throughput> =>
	onNetwork(capture, async lan => {
		const bytes = BATCHES * BATCH_FRAMES * FULL_BYTES;
		using receiver = await startTask({role: 'receive', path: await lan.plug('receiver'), station: 2, bytes});
		using sender = await startTask({role: 'send', path: await lan.plug('sender'), station: 1, to: 2, batches: BATCHES});
		const before = process.cpuUsage();
		sender.begin();
		const seconds = Number(await receiver.done);
		const {user, system} = process.cpuUsage(before);
		return {mibPerSecond: bytes / 2 ** 20 / seconds, cpuSeconds: (user + system) / 1e6};
	});

/** How long a small frame takes through the idle switch, on top of a socket without one, in milliseconds, one way. */
export const measureIdleLatency = (): Promise<{
	readonly direct: Spread;
	readonly throughSwitch: Spread;
	readonly added: number;
}> =>
	onNetwork(true, async (lan, folder) => {
		const throughSwitch = await roundTrips(await lan.plug('echo'), await lan.plug('asker'));
		const direct = await directRoundTrips(join(folder, 'direct'));
		return {direct, throughSwitch, added: (throughSwitch.median - direct.median) / 2};
	});

/** How long frames take that shall take 40 ms, and how long this machine takes for a bare timer of 40 ms, in milliseconds. */
export const measureDelay = (): Promise<{readonly frame: Spread; readonly timer: Spread}> =>
	onNetwork(true, async lan => {
		await using left = await connectCard(await lan.plug('left'));
		await using right = await connectCard(await lan.plug('right'));
		lan.between('left', 'right').becomes({delayMs: 40});
		const frame = tcpFrame({number: 1, tcpPort: 1}, {number: 2, tcpPort: 2}, {sequence: 1});
		const tookMs: number[] = [];
		const timersMs: number[] = [];
		for (let round = 0; round < 60; round++) {
			const sentMs = performance.now();
			left.send(frame);
			await right.next();
			tookMs.push(performance.now() - sentMs);
			const setMs = performance.now();
			await setTimeout(40);
			timersMs.push(performance.now() - setMs);
		}

		return {frame: spreadOf(tookMs), timer: spreadOf(timersMs)};
	});

/** Sixteen ports send to each other all at once: how much each is delivered of what it sends, least to most, in MiB/s. */
export const measureFairness = (): Promise<{readonly least: number; readonly most: number; readonly jain: number}> =>
	onNetwork(true, async lan => {
		const ports = 16;
		const seconds = 3;
		await using cards = new AsyncDisposableStack();
		const delivered = new Map<number, number>();
		const plugged: Card[] = [];
		for (let station = 1; station <= ports; station++) {
			const card = cards.use(await connectCard(await lan.plug(`port${station}`)));
			card.sendRaw(greeting(station));
			plugged.push(card);
		}

		for (const card of plugged) {
			void countSenders(card, delivered);
		}

		const endMs = performance.now() + seconds * 1000;
		await Promise.all(plugged.map((card, index) => sendToAll(card, index + 1, ports, endMs)));
		const rates = [...delivered.values()].map(bytes => bytes / 2 ** 20 / seconds);
		const sum = rates.reduce((total, rate) => total + rate, 0);
		// Jain's index: 1 if all get the same, 1/16 if one gets all.
		const jain = sum ** 2 / (rates.length * rates.reduce((total, rate) => total + rate ** 2, 0));
		return {least: Math.min(...rates), most: Math.max(...rates), jain};
	});

const countSenders = async (card: Card, delivered: Map<number, number>): Promise<never> => {
	for (;;) {
		const frame = await card.next();
		const sender = frame[11] ?? 0;
		delivered.set(sender, (delivered.get(sender) ?? 0) + frame.length);
	}
};

const sendToAll = async (card: Card, station: number, ports: number, endMs: number): Promise<void> => {
	const targets = Array.from({length: ports}, (_, index) => index + 1).filter(target => target !== station);
	const batch = Buffer.concat(targets.flatMap(target => [fullFrame(station, target), fullFrame(station, target)]));
	while (performance.now() < endMs) {
		await card.handOver(batch);
	}
};

const roundTrips = async (echoPath: string, askerPath: string): Promise<Spread> => {
	await using asker = await connectCard(askerPath);
	using _ = await startTask({role: 'echo', path: echoPath, station: 2});
	return await ask(asker); // Not before: the card and the echo end with this block.
};

const directRoundTrips = async (path: string): Promise<Spread> => {
	const connected = Promise.withResolvers<Card>();
	await using listener = createServer(socket => connected.resolve(cardOn(socket))).listen(path);
	await once(listener, 'listening');
	using _ = await startTask({role: 'echo', path, station: 2});
	await using asker = await connected.promise;
	return await ask(asker); // Not before: the card and the echo end with this block.
};

const ask = async (asker: Card): Promise<Spread> => {
	await asker.next(); // The other one's greeting: it is there.
	const frame = tcpFrame({number: 1, tcpPort: 1}, {number: 2, tcpPort: 2}, {sequence: 1});
	const tookMs: number[] = [];
	for (let round = 0; round < 2000; round++) {
		const sentMs = performance.now();
		asker.send(frame);
		await asker.next();
		tookMs.push(performance.now() - sentMs);
	}

	return spreadOf(tookMs.slice(200)); // Until then code is compiled, not measured.
};

const onNetwork = async <Result>(
	capture: boolean,
	measure: (lan: Lan, folder: string) => Promise<Result>,
): Promise<Result> => {
	const folder = await mkdtemp(join(tmpdir(), 'bench-lan-'));
	try {
		await using lan = await startLan(
			{folder, seed: 1, ...(capture ? {captureFolder: folder} : {})},
			{signal: new AbortController().signal},
		);
		return await measure(lan, folder);
	} finally {
		await rm(folder, {recursive: true});
	}
};
