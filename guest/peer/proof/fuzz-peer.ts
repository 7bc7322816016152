import {connect} from 'node:net';
import {seededRandom} from '../../net/seeded-random.ts';
import type {Endpoint} from '../../protocol/endpoint.ts';
import {formatGetRequest} from '../../protocol/get-request.ts';
import {quote} from '../../protocol/quoting.ts';
import {beStranger, STRANGERS} from './strangers.ts';

/** What came of it. */
export type FuzzReport = {
	/** Hostile connections, by kind. */
	readonly strangers: Readonly<Record<string, number>>;
	readonly goodDownloads: number;
	/** Good downloads that did not bring the file, with what they brought. None is what must hold. */
	readonly wrong: readonly string[];
	/** Longest time a good download took, in seconds. */
	readonly slowestSeconds: number;
};

/** Which good connection and which hostile one comes next is decided by the seed; how the system interleaves them is not. */
export type FuzzPlan = {
	readonly seed: number;
	/** Names as byte strings, and what they hold. */
	readonly files: ReadonlyMap<string, Buffer>;
	/** Hostile connections to make at least, and good downloads at least. */
	readonly strangers: number;
	readonly goodDownloads: number;
	/** At least so long, in seconds. */
	readonly seconds?: number;
	/** Hostile connections at once. */
	readonly crowd?: number;
};

/** Good readers come from 127.0.0.1, the crowd from some addresses of 127.0.0.0/8. */
const CROWD_ADDRESSES = 8;

/** Visit a peer as a crowd of strangers and as good readers at the same time. */
export const fuzzPeer = async (
	peer: Endpoint,
	{seed, files, strangers, goodDownloads, seconds = 0, crowd = 80}: FuzzPlan,
): Promise<FuzzReport> => {
	const names = [...files.keys()];
	const met: Record<string, number> = {};
	const wrong: string[] = [];
	const untilMs = performance.now() + seconds * 1000;
	let strangersBegun = 0;
	let goodBegun = 0;
	let slowestSeconds = 0;
	const isOver = (): boolean =>
		strangersBegun >= strangers && goodBegun >= goodDownloads && performance.now() >= untilMs;

	const behaveBadly = async (random: () => number): Promise<void> => {
		while (!isOver()) {
			const kinds = Object.keys(STRANGERS);
			const kind = kinds[Math.floor(random() * kinds.length)] ?? '';
			strangersBegun++;
			met[kind] = (met[kind] ?? 0) + 1;
			await beStranger(kind, peer, {
				random,
				from: `127.0.0.${2 + Math.floor(random() * CROWD_ADDRESSES)}`,
				shared: quote(names[Math.floor(random() * names.length)] ?? ''),
				patienceMs: 200 + random() * 3000,
			});
		}
	};

	const behaveWell = async (random: () => number): Promise<void> => {
		while (!isOver()) {
			const name = names[Math.floor(random() * names.length)] ?? '';
			goodBegun++;
			const startMs = performance.now();
			const problem = await fetchAndCompare(peer, name, files.get(name) ?? Buffer.alloc(0));
			slowestSeconds = Math.max(slowestSeconds, (performance.now() - startMs) / 1000);
			if (problem !== undefined) {
				wrong.push(problem);
			}
		}
	};

	await Promise.all([
		...Array.from({length: crowd}, (_, index) => behaveBadly(seededRandom(seed, `hostile ${index}`))),
		...Array.from({length: 4}, (_, index) => behaveWell(seededRandom(seed, `good ${index}`))),
	]);
	return {strangers: met, goodDownloads: goodBegun, wrong, slowestSeconds};
};

/** @returns What was wrong; undefined when all was right. */
const fetchAndCompare = async (
	{address, port}: Endpoint,
	name: string,
	expected: Buffer,
): Promise<string | undefined> => {
	const socket = connect({host: address, port, localAddress: '127.0.0.1'});
	socket.setTimeout(60_000, () => socket.destroy(new Error('not a byte for 60 s')));
	const chunks: Buffer[] = [];
	try {
		socket.write(formatGetRequest(name), 'latin1');
		for await (const chunk of socket as AsyncIterable<Buffer>) {
			chunks.push(chunk);
		}
	} catch (error) {
		return `${quote(name)}: ${(error as Error).message}`;
	}

	const got = Buffer.concat(chunks);
	return got.equals(expected)
		? undefined
		: `${quote(name)}: ${got.length} bytes came, not the ${expected.length} right ones`;
};
