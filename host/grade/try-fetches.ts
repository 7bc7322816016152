import {createHash} from 'node:crypto';
import {formatCount} from '../report/amounts.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {fileContents} from '../scenario/file-contents.ts';
import {limitsReached} from '../testbed/limits-reached.ts';
import type {RunningProgram} from '../testbed/test-node.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {until} from '../wait/until.ts';
import {crowdSince} from '../wait/watch-crowd.ts';
import {endOf, lastWords} from './failed-start.ts';
import {openHolderPlace} from './holder-place.ts';
import type {OutputMeter} from './output-meter.ts';
import {type PeerTrialContext, startPeer, type TrackerPlace} from './serving-peer.ts';
import {sizeName, TRIED_SIZES} from './tried-sizes.ts';

/** What a peer is asked to fetch, on a program of its own, from sound peers. */
type Fetch = Pick<ReportedCase, 'id' | 'title' | 'level' | 'advice'> & {readonly files: readonly string[]};

/** Fetching, each property by itself: sizes, several files at once, long replies, an alias with a blank. Everybody else is sound. */
export const tryFetches = async (context: PeerTrialContext, meter: OutputMeter): Promise<ReportedCase[]> => {
	const files = new Map<string, Buffer>();
	for (const {name, bytes} of [...TRIED_SIZES.map(one => ({...one, name: sizeName(one)})), ...FOUR]) {
		const contents = await fileContents(name, {kib: Math.ceil(bytes / 1024)}, {seed: 1});
		files.set(name, contents.subarray(0, bytes));
	}

	let tookMs: number | undefined;
	const fetchAll = async (fetches: readonly Fetch[], place: Parameters<typeof openHolderPlace>[1]) => {
		await using at = await openHolderPlace(context, {files, ...place});
		const cases: ReportedCase[] = [];
		for (const fetch of fetches) {
			const startedMs = performance.now();
			cases.push(await fetchCase(fetch, {context, meter, files, tracker: at.tracker, tookMs}));
			tookMs ??= performance.now() - startedMs;
		}

		return cases;
	};
	const plain = await fetchAll([BASIC], {aliases: ['holder']});
	const others = [...SIZES, FOUR_AT_ONCE, LONG_REPLY, LONG_ALIASES, BLANK_ALIAS];
	if (plain[0]?.verdict !== 'pass') {
		const because = `it did not fetch ${sizeName(BASIC_SIZE)} either`;
		return [...plain, ...others.map(one => ({...headOf(one), verdict: 'not run' as const, because, lines: []}))];
	}

	const small = new Map([...files].filter(([name]) => name === sizeName(BASIC_SIZE)));
	return [
		...plain,
		...(await fetchAll([...SIZES, FOUR_AT_ONCE], {aliases: ['holder']})),
		...(await fetchAll([LONG_REPLY], {files: small, aliases: ['holder'], flags: ['-f']})),
		...(await fetchAll([LONG_ALIASES], {files: small, aliases: ['holder', 'a'.repeat(2047), 'b'.repeat(2047)]})),
		...(await fetchAll([BLANK_ALIAS], {files: small, aliases: ['two words']})),
	];
};

const [BASIC_SIZE, ...LARGER] = TRIED_SIZES;

const BASIC: Fetch = {
	id: `fetches-${BASIC_SIZE.id}`,
	title: `It fetches a file of ${BASIC_SIZE.title} from a peer that has it.`,
	level: BASIC_SIZE.level,
	files: [sizeName(BASIC_SIZE)],
	advice:
		'Does it ask the tracker (WANT), connect to the peer of the reply, send GET, and write what comes until the end?',
};

const SIZES = LARGER.map(
	(size): Fetch => ({
		id: `fetches-${size.id}`,
		title: `It fetches a file of ${size.title}.`,
		level: size.level,
		files: [sizeName(size)],
		advice:
			'Read in a loop until the end of the connection, and write what came; a buffer for a whole file is a limit.',
	}),
);

const FOUR = [1, 2, 3, 4].map(n => ({name: `four${n}.jpg`, bytes: 30_000}));

const FOUR_AT_ONCE: Fetch = {
	id: 'four-at-once',
	title: 'It fetches four files that stand on its command line, where nobody is evil.',
	level: 'must',
	files: FOUR.map(({name}) => name),
	advice:
		'Processes that share one connection to the tracker take the replies of each other: one asks for all, or each has its own.',
};

const ONE = [sizeName(BASIC_SIZE)];

const LONG_REPLY: Fetch = {
	id: 'reply-of-8-kib',
	title: 'A reply of 250 peers that are not there, and one that is, is read whole.',
	level: 'should',
	files: ONE,
	advice: 'A reply has no limit of 4096 bytes: let the buffer grow, or look at each line when it has come.',
};

const LONG_ALIASES: Fetch = {
	id: 'reply-of-4-kib',
	title: 'A reply with two aliases of 2047 bytes is read whole.',
	level: 'should',
	files: ONE,
	advice: 'A line may be 4096 bytes long, and a reply longer: check the length of every buffer an alias is copied to.',
};

const BLANK_ALIAS: Fetch = {
	id: 'alias-with-a-blank',
	title: 'An alias with a (quoted) blank is an alias.',
	level: 'must',
	files: ONE,
	advice: 'Split the line at its blanks first; only then unquote %XX.',
};

/** Longest time for files of this size, in milliseconds, on nodes that are not slow. */
const PATIENCE_MS = 20_000;
const MOST_MS = 60_000;

const headOf = ({files: _, ...head}: Fetch) => ({...head, id: `4.3/${head.id}`, group: 'protocol, section 4.3'});

const fetchCase = async (
	fetch: Fetch,
	{
		context,
		meter,
		files,
		tracker,
		tookMs,
	}: {
		readonly context: PeerTrialContext;
		readonly meter: OutputMeter;
		readonly files: ReadonlyMap<string, Buffer>;
		readonly tracker: TrackerPlace;
		/** How long it took for a small file. */
		readonly tookMs: number | undefined;
	},
): Promise<ReportedCase> => {
	const {node, pace, waitedMs, signal} = context;
	const isCrowded = crowdSince(waitedMs);
	const head = headOf(fetch);
	const folder = `${node.folder}/shared`;
	await node.run(['rm', '-rf', folder], {signal});
	await node.makeFolder(folder, {signal});
	const started = await startPeer(context, tracker, {tell: meter.hear, files: fetch.files});
	if ('because' in started) {
		return {...head, verdict: 'fail', because: `it ${started.because}`, lines: started.lines};
	}

	await using peer = started;
	const missing = async (): Promise<string[]> => {
		const sums = await Promise.all(fetch.files.map(async name => node.measure(`${folder}/${name}`, {signal})));
		return fetch.files.flatMap((name, index) => {
			const there = sums[index];
			const right = createHash('sha256')
				.update(files.get(name) ?? '')
				.digest('hex');
			return there?.sha256 === right ? [] : [`${formatCount(there?.bytes ?? 0, 'byte')} of ${name}`];
		});
	};
	// Ten times what a small file took is enough however crowded the machine is.
	const patienceMs = Math.min(MOST_MS, Math.max(PATIENCE_MS, 10 * (tookMs ?? 0)));
	const patience = timeoutWithoutSteal(patienceMs, pace);
	const left = await until(
		'the files to come',
		async () => {
			const isGone = await hasEnded(peer.program);
			const now = await missing();
			return now.length === 0 || isGone ? now : undefined;
		},
		{signal: AbortSignal.any([signal, patience]), everyMs: 250},
	).catch(async (error: unknown) => {
		if (!patience.aborted || signal.aborted) {
			throw error;
		}

		return missing();
	});
	if (left.length === 0) {
		return {...head, verdict: 'pass', lines: []};
	}

	const reached = await limitsReached(node, 'peer', {signal});
	const isGone = await hasEnded(peer.program);
	const how = isGone ? `ended (${await endOf(peer.program)})` : `waited for ${Math.round(patienceMs / 1000)} s`;
	const because = [`it ${how}, and had ${left.join(', ')}`, ...reached].join('. ');
	const lines = lastWords(peer.program);
	return tookMs === undefined && isCrowded() && !isGone
		? {
				...head,
				verdict: 'unknown',
				because: `${because}; the machine was too crowded to tell whose fault that was`,
				lines,
			}
		: {...head, verdict: 'fail', because, lines};
};

const hasEnded = async ({exited}: RunningProgram): Promise<boolean> =>
	(await Promise.race([exited, Promise.resolve(undefined)])) !== undefined;
