import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {seededRandom} from '../net/seeded-random.ts';
import type {PeerEvent} from '../peer/peer-event.ts';
import {type PeerOptions, parsePeerOptions} from '../peer/peer-options.ts';
import {runPeer} from '../peer/run-peer.ts';
import {WakeUp} from '../peer/wake-up.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import {type Census, takeCensus} from './census.ts';
import {churnFolder} from './churn-folder.ts';
import {startHurriedTracker} from './churn-tracker.ts';
import {growthIn} from './growth.ts';
import {hurriedLimits} from './hurried-limits.ts';
import {madTracker} from './mad-tracker.ts';
import {allFiles, registerNames} from './many-names.ts';
import {oneByteSender, restlessClient, silentVisitor, slowReader, type Visitor} from './visitors.ts';

/** How a soak went: what happened how often, what the process held meanwhile, and what grew. */
export type SoakReport = {
	readonly counts: Readonly<Record<string, number>>;
	readonly samples: readonly Census[];
	readonly growth: readonly string[];
};

/** Time between two looks at what the process holds, in milliseconds: a fortieth of the soak, within these bounds. What is held goes up and down with the traffic by half, so that the least of a few looks would be chance. */
const LEAST_SAMPLE_MS = 1500;
const MOST_SAMPLE_MS = 5000;

/** Names that somebody has; each peer of the soak asks for some of them, and for others. */
const NAMES = Array.from({length: 3000}, (_, index) => `name-${index}`);

/** Who comes to visit whom, and how many of each at once. */
const VISITORS: ReadonlyArray<
	readonly [name: string, visitor: Visitor, host: 'peer' | 'tracker' | 'steady tracker', count: number]
> = [
	['slow reader', slowReader, 'peer', 30],
	['one-byte sender at the peer', oneByteSender, 'peer', 5],
	['silent one at the peer', silentVisitor, 'peer', 10],
	['one-byte sender at the tracker', oneByteSender, 'tracker', 5],
	['silent one at the tracker', silentVisitor, 'tracker', 5],
	['restless client', restlessClient, 'tracker', 8],
	['restless client of the steady tracker', restlessClient, 'steady tracker', 2],
];

/**
Let a peer and a tracker live through days in minutes, in this process, on real sockets of 127.0.0.1: their timers go a hundred times faster, the tracker is restarted, files come and go, thousands of names are asked for, and there is always a crowd of the slow, the silent and the mad.

@param onSample - Told what the process holds, now and then.
@throws What a peer or tracker throws: they have to live.
*/
export const soak = async ({
	seconds,
	seed,
	onSample = () => undefined,
}: {
	readonly seconds: number;
	readonly seed: number;
	readonly onSample?: (sample: Census) => void;
}): Promise<SoakReport> => {
	using census = takeCensus();
	await using stack = new AsyncDisposableStack();
	const counts: Record<string, number> = {};
	const counterOf = (name: string) => {
		counts[name] = 0;
		return (): void => {
			counts[name] = (counts[name] ?? 0) + 1;
		};
	};
	let actors = 0;
	const random = (): (() => number) => seededRandom(seed, `actor ${actors++}`);
	const over = new AbortController();
	const {signal} = over;
	const newFolder = async (): Promise<string> => stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-soak-'))).path;

	const tracker = stack.use(await startHurriedTracker(random()));
	const steady = stack.use(await startHurriedTracker(random())); // What piles up at a session shows only where sessions last.
	const holder = stack.use(await allFiles(Buffer.alloc(5000, 'soak ')));
	const mad = stack.use(await madTracker(counterOf('half reply')));
	const folder = await newFolder();
	const madFolder = await newFolder();
	const onceFolder = await newFolder();
	const otherFolder = await newFolder();
	await writeFile(join(madFolder, 'file'), 'file');

	const listening = Promise.withResolvers<Endpoint>();
	const download = counterOf('download');
	const missing = counterOf('missing file');
	const changed = counterOf('change of a folder');
	const livePeer = (options: PeerOptions, tell: (event: PeerEvent) => void = () => undefined) =>
		runPeer(options, {...worldOf(random()), tell, signal});
	const lives = [
		livePeer(optionsFor(steady.at, folder, namesFor(seconds)), event => {
			if (event.event === 'listening') {
				listening.resolve(event);
			} else if (event.event === 'download-done') {
				download();
			} else if (event.event === 'download-failed') {
				missing();
			}
		}),
		livePeer(optionsFor(tracker.at, otherFolder, namesFor(seconds))),
		livePeer(optionsFor(mad, madFolder, [])),
		tracker.churn({signal, count: counterOf('restart of the tracker')}),
		...[tracker, steady].map(({at}) => registerNames(at, {names: NAMES, holder, signal})),
		...[folder, otherFolder].map(each => churnFolder(each, {random: random(), signal, count: changed})),
		peersOneAfterTheOther(tracker.at, onceFolder, {random: random(), signal, count: counterOf('short life'), livePeer}),
	];
	const peer = await listening.promise;
	for (const [name, visitor, host, many] of VISITORS) {
		const count = counterOf(name);
		const at = {peer, tracker: tracker.at, 'steady tracker': steady.at}[host];
		for (let visitors = 0; visitors < many; visitors++) {
			lives.push(visitor(at, {random: random(), signal, count, names: ['churn-1', ...NAMES.slice(0, 50)]}));
		}
	}

	const broken = new AbortController();
	const ends = lives.map(life => life.catch((error: unknown) => broken.abort(error)));
	const samples: Census[] = [];
	const bell = new WakeUp();
	const endMs = performance.now() + seconds * 1000;
	while (performance.now() < endMs && !broken.signal.aborted) {
		await bell.wait({
			atMostMs: Math.min(MOST_SAMPLE_MS, Math.max(LEAST_SAMPLE_MS, (seconds * 1000) / 40)),
			signal: broken.signal,
		});
		const sample = census.count();
		samples.push(sample);
		onSample(sample);
	}

	over.abort();
	await Promise.all(ends);
	broken.signal.throwIfAborted();
	return {counts, samples, growth: growthIn(samples)};
};

/** Peers that download and leave: what a life leaves at the signal of all of them is there for good. */
const peersOneAfterTheOther = async (
	tracker: Endpoint,
	folder: string,
	{
		random,
		signal,
		count,
		livePeer,
	}: {
		readonly random: () => number;
		readonly signal: AbortSignal;
		readonly count: () => void;
		readonly livePeer: (options: PeerOptions) => Promise<unknown>;
	},
): Promise<void> => {
	while (!signal.aborted) {
		const first = Math.floor(random() * NAMES.length);
		await livePeer({...optionsFor(tracker, folder, NAMES.slice(first, first + 5)), once: true});
		count();
	}
};

/** Names that exist, and among and after them such that nobody has: asking for those goes on as long as the soak. */
const namesFor = (seconds: number): string[] => [
	...NAMES.flatMap((name, index) => (index % 50 === 0 ? [name, `nobody-${index}`] : [name])),
	...Array.from({length: seconds * 4}, (_, index) => `nobody-after-${index}`),
];

const optionsFor = (tracker: Endpoint, folder: string, names: readonly string[]): PeerOptions => {
	const parsed = parsePeerOptions([
		...['--tracker', `${tracker.address}:${tracker.port}`, '--dir', folder],
		...['--address', '127.0.0.1', '--cache-dir', 'none', ...names],
	]);
	if (parsed.command !== 'run') {
		throw new TypeError('a soak runs peers');
	}

	return {...parsed.options, limits: hurriedLimits(parsed.options.limits)};
};

const worldOf = (random: () => number) => ({
	clock: () => performance.now(),
	now: () => Date.now(),
	random,
	pid: process.pid,
	userId: process.getuid?.(),
	startOf: () => undefined,
	onBytes: () => undefined,
});
