import type {Socket} from 'node:net';
import {exchangeLines, linesIn, manyClients} from './many-clients.ts';
import {startServer} from './server-process.ts';

/** A program with its arguments. */
export type MeasuredCommand = readonly [string, ...string[]];

/** What one request costs a server. */
type Rate = {readonly perSecond: number; readonly cpuMicros: number};

/** Requests beside the ceiling's, measured one after the other. */
export type RateFigure = {
	readonly connections: number;
	/** Requests each connection keeps under way. */
	readonly pipeline: number;
	readonly tracker: Rate;
	readonly bare: Rate;
	/** Requests a second, ours to the ceiling's. */
	readonly ratio: number;
	/** The ceiling's processor time for a request to ours: what the ratio would be on a machine with nothing else to do. */
	readonly cpuRatio: number;
};

/** What a crowd of peers costs. */
export type CrowdFigures = {
	readonly peers: number;
	readonly kibPerPeer: number;
	/** A WANT for a file that all of them have: until the last line is there. */
	readonly wantOfAllMs: number;
	/** How long another client's one-line request takes meanwhile, at most. */
	readonly otherMeanwhileMs: number;
};

/** Best of so many rounds: noise of a shared machine only takes away. */
const ROUNDS = 3;

/** Measure request rates at some numbers of connections, alone and pipelined. */
export const rateFigures = async (
	tracker: MeasuredCommand,
	bare: MeasuredCommand,
	{connections, seconds}: {readonly connections: readonly number[]; readonly seconds: number},
): Promise<RateFigure[]> => {
	const figures: RateFigure[] = [];
	for (const [count, pipeline] of connections.flatMap(count => [[count, 1] as const, [count, 16] as const])) {
		const rates: {tracker: Rate[]; bare: Rate[]} = {tracker: [], bare: []};
		for (let round = 0; round < ROUNDS; round++) {
			rates.bare.push(await rateOf(bare, {count, pipeline, seconds}));
			rates.tracker.push(await rateOf(tracker, {count, pipeline, seconds}));
		}

		const best = {tracker: bestOf(rates.tracker), bare: bestOf(rates.bare)};
		figures.push({
			connections: count,
			pipeline,
			...best,
			ratio: Number((best.tracker.perSecond / best.bare.perSecond).toFixed(2)),
			cpuRatio: Number((best.bare.cpuMicros / best.tracker.cpuMicros).toFixed(2)),
		});
	}

	return figures;
};

/** Measure what peers with ten files each cost a tracker. */
export const crowdFigures = async (tracker: MeasuredCommand, peers: number): Promise<CrowdFigures> => {
	await using server = await startServer(tracker);
	const before = server.residentKiB();
	const clients = await manyClients(server.endpoint, peers);
	for (const [index, client] of clients.entries()) {
		const files = Array.from({length: 9}, (_, n) => `HAVE photo-${index}-${n}.jpg u3bJz@iaYsq6aMaMSJVq_b\n`).join('');
		// Each ADDR names another address than the connection's: four lines of warning, one of success.
		await exchangeLines(client, `ADDR peer${index} 127.0.0.1:${1 + (index % 65_000)}\n${files}HAVE popular.jpg\n`, 15);
	}

	const kibPerPeer = Number(((server.residentKiB() - before) / peers).toFixed(1));
	const [asker, other] = await manyClients(server.endpoint, 2);
	const wants: number[] = [];
	let otherMeanwhileMs = 0;
	for (let round = 0; asker && other && round < 10; round++) {
		const startMs = performance.now();
		const want = exchangeLines(asker, 'WANT popular.jpg\n', peers + 1).then(() =>
			wants.push(performance.now() - startMs),
		);
		await exchangeLines(other, 'WANT nothing\n', 1);
		otherMeanwhileMs = Math.max(otherMeanwhileMs, performance.now() - startMs);
		await want;
	}

	for (const client of [...clients, ...(asker && other ? [asker, other] : [])]) {
		client.destroy();
	}

	return {peers, kibPerPeer, wantOfAllMs: median(wants), otherMeanwhileMs: Number(otherMeanwhileMs.toFixed(1))};
};

/** From spawning the program to its being ready, in milliseconds: the median of five. */
export const startFigure = async (tracker: MeasuredCommand): Promise<number> => {
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		await using server = await startServer(tracker);
		times.push(server.startMs);
	}

	return median(times);
};

const rateOf = async (
	command: MeasuredCommand,
	{count, pipeline, seconds}: {readonly count: number; readonly pipeline: number; readonly seconds: number},
): Promise<Rate> => {
	await using server = await startServer(command);
	const clients = await manyClients(server.endpoint, count);
	const rate = await requestRate(clients, {pipeline, seconds, cpuSeconds: server.cpuSeconds});
	for (const client of clients) {
		client.destroy();
	}

	return rate;
};

const bestOf = (rates: readonly Rate[]): Rate => ({
	perSecond: Math.max(...rates.map(({perSecond}) => perSecond)),
	cpuMicros: Number(Math.min(...rates.map(({cpuMicros}) => cpuMicros)).toFixed(2)),
});

const median = (numbers: readonly number[]): number =>
	Number(([...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN).toFixed(1));

/** A WANT for a file nobody has: one line there, one line back. */
const REQUEST = 'WANT nothing.bin\n';

/**
How many requests a server answers.

@param pipeline - Requests that every client keeps under way.
@param cpuSeconds - Tells the processor time the server used so far.
@returns Requests a second, and microseconds of the server's processor time for each, over `seconds`, after a third of that to warm up.
*/
const requestRate = async (
	clients: readonly Socket[],
	{
		pipeline,
		seconds,
		cpuSeconds,
	}: {readonly pipeline: number; readonly seconds: number; readonly cpuSeconds: () => number},
): Promise<{perSecond: number; cpuMicros: number}> => {
	let answered = 0;
	let isOver = false;
	const batch = Buffer.from(REQUEST.repeat(pipeline));
	const undo = clients.map(client => {
		let missing = pipeline;
		const onData = (chunk: Buffer): void => {
			const lines = linesIn(chunk);
			answered += lines;
			missing -= lines;
			if (missing <= 0 && !isOver) {
				missing = pipeline;
				client.write(batch);
			}
		};
		client.on('data', onData);
		client.write(batch);
		return () => client.off('data', onData);
	});

	await passed(seconds / 3);
	const before = answered;
	const cpuBefore = cpuSeconds();
	const startMs = performance.now();
	await passed(seconds);
	const requests = answered - before;
	const perSecond = Math.round((requests * 1000) / (performance.now() - startMs));
	const cpuMicros = ((cpuSeconds() - cpuBefore) * 1e6) / requests;
	isOver = true;
	await passed(0.2); // The last replies.
	for (const off of undo) {
		off();
	}

	return {perSecond, cpuMicros};
};

const passed = (seconds: number): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, seconds * 1000);
	});
