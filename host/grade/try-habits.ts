import {createHash} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import type {ReportedCase} from '../report/reported-case.ts';
import {fileContents} from '../scenario/file-contents.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {getFile, type Sent} from '../wire/get-file.ts';
import {endOf, lastWords} from './failed-start.ts';
import type {OutputMeter} from './output-meter.ts';
import {type PeerTrialContext, type ServingPeer, startPeer, type TrackerPlace} from './serving-peer.ts';
import {PEER_GROUP} from './trial-cases.ts';
import {sizeName, TRIED_SIZES} from './tried-sizes.ts';

type HabitContext = {readonly context: PeerTrialContext; readonly tracker: TrackerPlace; readonly meter: OutputMeter};

type Judged = Pick<ReportedCase, 'verdict' | 'because' | 'lines'>;

/** Habits of a peer that serves, each tried on a program of its own: files of each size, a long name on its command line, what is left of forty requests. */
export const tryHabits = async (given: HabitContext): Promise<ReportedCase[]> => [
	...(await servedSizes(given)),
	await longName(given),
	...(await leftBehind(given)),
];

const servedSizes = async (given: HabitContext): Promise<ReportedCase[]> => {
	const cases: ReportedCase[] = [];
	for (const size of TRIED_SIZES) {
		const name = sizeName(size);
		const bytes = (await fileContents(name, {kib: Math.ceil(size.bytes / 1024)}, {seed: 1})).subarray(0, size.bytes);
		const judged = await onFresh(given, {files: new Map([[name, bytes]])}, async peer => {
			const {bytes: sent, sha256} = await get(peer, name, size.bytes, given.context);
			return sha256 === createHash('sha256').update(bytes).digest('hex')
				? PASS
				: {
						verdict: 'fail',
						because: `it sent ${sent} bytes that are not the ${size.bytes} of the file`,
						lines: lastWords(peer.program),
					};
		});
		cases.push({
			id: `4/serves-${size.id}`,
			group: PEER_GROUP,
			title: `It serves a file of ${size.title}.`,
			level: size.level,
			...judged,
			advice: 'Send in a loop: write() may take less than it is given.',
		});
	}

	return cases;
};

const longName = async (given: HabitContext): Promise<ReportedCase> => ({
	id: '4.3/name-of-300-bytes',
	group: 'protocol, section 4.3',
	title: 'A name of 300 bytes on its own command line, that nobody has, does not end it.',
	level: 'should',
	...(await onFresh(given, {fetching: ['x'.repeat(300)]}, async ({program}) => {
		const exit = await Promise.race([program.exited, pause(SETTLE_MS, undefined, {signal: given.context.signal})]);
		return exit === undefined
			? PASS
			: {verdict: 'fail', because: `it ended (${await endOf(program)})`, lines: lastWords(program)};
	})),
	advice: 'Check the length of a name wherever it is copied: also one that you typed yourself.',
});

/** Long enough for a program to ask the tracker for a file, and to copy its name. */
const SETTLE_MS = 2000;

/** Requests after which nothing is to be left, and what one may have more than before. */
const REQUESTS = 40;
const MAX_MORE = 8;

const leftBehind = async (given: HabitContext): Promise<ReportedCase[]> => {
	const heads = [
		{
			id: '4/closes-files',
			title: `After ${REQUESTS} requests it has no more files and connections open than before.`,
			advice: 'Close the file and the connection on every way out of serving, in the parent process as well.',
		},
		{
			id: '4/reaps-children',
			title: `After ${REQUESTS} requests none of its child processes waits to be buried.`,
			advice: 'Call waitpid() with WNOHANG in the loop, or ignore SIGCHLD.',
		},
	];
	let left: readonly [files: number, zombies: number] = [0, 0];
	const judged = await onFresh(given, {}, async peer => {
		const {context} = given;
		const before = (await peer.program.usage())?.openFiles ?? 0;
		for (let request = 0; request < REQUESTS; request++) {
			const isThere = request % 8 !== 7;
			await get(peer, isThere ? 'f.txt' : 'nope', PLAIN.length, context, isThere ? PATIENCE_MS : REFUSAL_MS);
		}

		for (let look = 0; look < LOOKS; look++) {
			const files = ((await peer.program.usage())?.openFiles ?? before) - before;
			left = [files, await zombiesOf(context)];
			if (left.every(count => count <= MAX_MORE)) {
				break;
			}

			await pause(SETTLE_MS / LOOKS, undefined, {signal: context.signal});
		}

		return PASS;
	});
	return heads.map((head, index): ReportedCase => {
		const count = left[index] ?? 0;
		const what = index === 0 ? `${count} more files and connections open` : `${count} dead child processes`;
		const verdict: Judged =
			judged.verdict === 'pass' && count > MAX_MORE ? {verdict: 'fail', because: `it had ${what}`, lines: []} : judged;
		return {...head, group: PEER_GROUP, level: 'should', ...verdict};
	});
};

/** How often it is looked, before it counts as left. */
const LOOKS = 4;

/** Dead processes whose parent runs in the node's folder. */
const zombiesOf = async ({node, signal}: PeerTrialContext): Promise<number> => {
	const {stdout} = await node.run(['sh', '-c', ZOMBIES, 'sh', node.folder], {signal});
	return Number.parseInt(stdout.toString(), 10) || 0;
};

const ZOMBIES = `
cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^[0-9]* (.*) Z \\([0-9]*\\) .*/\\1/p' | while read -r parent; do
	case $(readlink "/proc/$parent/cwd") in "$1" | "$1"/*) echo dead ;; esac
done | wc -l
`;

const PASS: Judged = {verdict: 'pass', lines: []};
const PLAIN = Buffer.from('a plain file\n'.repeat(20));

/** Do something with a freshly started peer, in whose folder are `f.txt` and these files. */
const onFresh = async (
	{context, tracker, meter}: HabitContext,
	{
		files = new Map(),
		fetching = [],
	}: {readonly files?: ReadonlyMap<string, Uint8Array>; readonly fetching?: readonly string[]},
	look: (peer: ServingPeer) => Promise<Judged>,
): Promise<Judged> => {
	const {node, signal} = context;
	const folder = `${node.folder}/shared`;
	await node.run(['rm', '-rf', folder], {signal});
	await node.makeFolder(folder, {signal});
	for (const [name, bytes] of [['f.txt', PLAIN] as const, ...files]) {
		await node.writeFile(`${folder}/${name}`, bytes, {signal});
	}

	const started = await startPeer(context, tracker, {tell: meter.hear, files: fetching});
	if ('because' in started) {
		return {verdict: 'fail', because: `it ${started.because}`, lines: started.lines};
	}

	await using peer = started;
	return await look(peer);
};

const get = async (
	{port}: ServingPeer,
	name: string,
	bytes: number,
	{node, pace, signal}: PeerTrialContext,
	patienceMs = PATIENCE_MS,
): Promise<Sent> =>
	getFile(await node.reach(port, {signal}), name, {
		limit: timeoutWithoutSteal(patienceMs, pace),
		whole: {bytes, limit: () => timeoutWithoutSteal(END_MS, pace)}, // The end is a claim of its own.
		signal,
	});

const PATIENCE_MS = 15_000;
const END_MS = 300;
/** For a refusal, of which only what it leaves behind is asked here: a peer that never closes is told elsewhere. */
const REFUSAL_MS = 2000;
