import {exchangeLines, manyClients} from './many-clients.ts';
import {requestRate} from './request-rate.ts';
import {startServer} from './server-process.ts';

/** A program with its arguments. */
export type Command = readonly [string, ...string[]];

/** Requests a second beside the ceiling's, measured one after the other. */
export type RateFigure = {
	readonly connections: number;
	readonly tracker: number;
	readonly bare: number;
	readonly ratio: number;
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

/** Measure request rates at some numbers of connections. */
export const rateFigures = async (
	tracker: Command,
	bare: Command,
	{connections, seconds}: {readonly connections: readonly number[]; readonly seconds: number},
): Promise<RateFigure[]> => {
	const figures: RateFigure[] = [];
	for (const count of connections) {
		const best = {tracker: 0, bare: 0};
		for (let round = 0; round < ROUNDS; round++) {
			best.bare = Math.max(best.bare, await rateOf(bare, count, seconds));
			best.tracker = Math.max(best.tracker, await rateOf(tracker, count, seconds));
		}

		figures.push({connections: count, ...best, ratio: Number((best.tracker / best.bare).toFixed(2))});
	}

	return figures;
};

/** Measure what peers with ten files each cost a tracker. */
export const crowdFigures = async (tracker: Command, peers: number): Promise<CrowdFigures> => {
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
export const startFigure = async (tracker: Command): Promise<number> => {
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		await using server = await startServer(tracker);
		times.push(server.startMs);
	}

	return median(times);
};

const rateOf = async (command: Command, connections: number, seconds: number): Promise<number> => {
	await using server = await startServer(command);
	const clients = await manyClients(server.endpoint, connections);
	const rate = await requestRate(clients, {seconds});
	for (const client of clients) {
		client.destroy();
	}

	return rate;
};

const median = (numbers: readonly number[]): number =>
	Number(([...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN).toFixed(1));
