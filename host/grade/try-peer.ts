import {setTimeout as pause} from 'node:timers/promises';
import type {ReportedCase} from '../report/reported-case.ts';
import type {BuildLimits} from '../testbed/build-program.ts';
import {limitsReached} from '../testbed/limits-reached.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import type {TestNode} from '../testbed/test-node.ts';
import type {Pace} from '../wait/pace.ts';
import {until} from '../wait/until.ts';
import {askTracker} from '../wire/ask-tracker.ts';
import {askPeer} from './ask-peer.ts';
import {endOf, type FailedStart, lastWords} from './failed-start.ts';
import {complaintAbout, exchangeLines} from './judge-answer.ts';
import {layPeerFolder, peerFileBytes} from './lay-peer-folder.ts';
import {outputCase} from './output-case.ts';
import {OutputMeter} from './output-meter.ts';
import {PeerPatience} from './peer-patience.ts';
import {type PeerVector, peerVectors} from './peer-vector.ts';
import {STARTS} from './pointless.ts';
import {type ServingPeer, startPeer, type TrackerPlace} from './serving-peer.ts';

/** Where a peer is tried: its own node, and one with a sound tracker. */
export type PeerStage = {
	readonly node: TestNode;
	readonly trackerNode: TestNode;
	readonly source: ProgramSource & {readonly kind: 'path'};
	readonly pace?: Pace;
	readonly limits?: BuildLimits & {readonly startSeconds: number};
	readonly signal: AbortSignal;
};

/**
Ask a peer for everything the vectors know, each on a connection of its own. One that dies is started again, and the case that killed it is told.

@throws {ProgramError} If it does not build.
*/
export const tryPeer = async (stage: PeerStage): Promise<ReportedCase[]> => {
	const vectors = peerVectors();
	await using started = new AsyncDisposableStack();
	const tracker = await startTracker(stage, started);
	await layPeerFolder(stage.node, vectors, stage);
	const meter = new OutputMeter();
	const patience = new PeerPatience();
	const cases: ReportedCase[] = [];
	const first = await startPeer(stage, tracker, meter.hear);
	let peer: ServingPeer | FailedStart = first;
	for (const vector of vectors) {
		if ('because' in peer) {
			const because = peer === first ? 'it did not come to serve' : `started again, it ${peer.because}`;
			cases.push({...caseHead(vector), verdict: 'not run', because, forfeited: true, lines: []});
			continue;
		}

		const judged = await judge(vector, peer, {...stage, patience});
		cases.push(judged.reported);
		if (judged.died) {
			await peer[Symbol.asyncDispose]();
			peer = await startPeer(stage, tracker, meter.hear);
		}
	}

	if ('program' in peer) {
		await peer[Symbol.asyncDispose]();
	}

	return [startCase(first), ...cases, outputCase(meter, OUTPUT)];
};

const startTracker = async ({trackerNode, signal}: PeerStage, started: AsyncDisposableStack): Promise<TrackerPlace> => {
	const port = await trackerNode.portFor('tracker');
	started.use(
		await trackerNode.start([...trackerNode.programs.tracker, '-p', String(port)], {signal, label: 'tracker'}),
	);
	const place = {address: trackerNode.address, port};
	await until(
		'the sound tracker to answer',
		async within =>
			(await askTracker(await trackerNode.reach(port, {signal: within}), 'WHO', {signal: within})).broken === undefined
				? true
				: undefined,
		{signal},
	);
	return place;
};

const judge = async (
	vector: PeerVector,
	{program, port}: ServingPeer,
	{node, patience, pace = {}, signal}: PeerStage & {readonly patience: PeerPatience},
): Promise<{readonly reported: ReportedCase; readonly died: boolean}> => {
	const at = await node.reach(port, {signal});
	const {wants} = vector;
	const wholeAt = (name: string) => ({bytes: peerFileBytes(name).length, patienceMs: patience.forEnd});
	const behaviour = await askPeer(at, vector, {
		patienceMs: patience.for(vector),
		...(wants.kind === 'file' && {whole: wholeAt(wants.name)}),
		pace,
		signal,
	});
	patience.learn(vector, behaviour);
	const head = caseHead(vector);
	const lines = exchangeLines(vector, behaviour);
	const probe = await askPeer(at, PLAIN, {patienceMs: patience.forProbe, whole: wholeAt('f.txt'), pace, signal});
	if (!probe.sent.equals(peerFileBytes('f.txt'))) {
		const exit = await Promise.race([program.exited, pause(EXIT_PATIENCE_MS, undefined, {signal})]);
		const because = exit === undefined ? 'it served nobody afterwards' : `it died (${await endOf(program)})`;
		const reached = await limitsReached(node, 'peer', {signal});
		return {
			died: true,
			reported: {
				...head,
				verdict: 'fail',
				because: [because, ...reached].join('. '),
				lines: [...lines, ...exchangeLines(PLAIN, probe), ...lastWords(program)],
				advice: DEATH_ADVICE,
			},
		};
	}

	patience.learnPace(probe);
	const complaint = complaintAbout(vector, behaviour, peerFileBytes);
	const judged: Pick<ReportedCase, 'verdict' | 'because' | 'lines' | 'advice'> =
		complaint === undefined
			? {verdict: 'pass', lines: []}
			: {verdict: 'fail', because: `it ${complaint.what}`, lines, advice: complaint.advice};
	return {died: false, reported: {...head, ...judged}};
};

/** After each case it must still serve: a program that died looks as if it refused. */
const PLAIN = {packets: ['GET f.txt OSP2P\n'], halfClose: false};

/** How long the news of a program's death may take from its guest. */
const EXIT_PATIENCE_MS = 3000;

const caseHead = ({id, level, because}: PeerVector): Pick<ReportedCase, 'id' | 'group' | 'title' | 'level'> => ({
	id: `4/${id}`,
	group: GROUP,
	title: because,
	level: level === 'original' ? 'information' : level,
});

const GROUP = 'protocol, section 4';

const startCase = (first: ServingPeer | FailedStart): ReportedCase => ({
	id: STARTS.peer,
	group: GROUP,
	title: 'It registers with a tracker and takes connections.',
	level: 'must',
	...('because' in first
		? {verdict: 'fail', because: `it ${first.because}`, lines: first.lines, advice: START_ADVICE}
		: {verdict: 'pass', lines: []}),
});

const OUTPUT = {id: '4/output', group: GROUP, title: 'What it prints while it serves has an end.'};

const START_ADVICE =
	'It was started with -tADDRESS:PORT and -dFOLDER (or by the --args given). Does it listen, connect to the tracker, read the greeting, say ADDR, and keep the connection?';

const DEATH_ADVICE =
	'Run it under valgrind or with -fsanitize=address, and send it the same request. Check the length of every buffer a name is copied to.';
