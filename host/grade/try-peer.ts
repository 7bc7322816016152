import {setTimeout as pause} from 'node:timers/promises';
import type {ReportedCase} from '../report/reported-case.ts';
import {anyPeerWords} from '../scenario/program-words.ts';
import {installProgram} from '../testbed/install-program.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import type {RunningProgram, TestNode} from '../testbed/test-node.ts';
import {until} from '../wait/until.ts';
import {askTracker} from '../wire/ask-tracker.ts';
import {askPeer} from './ask-peer.ts';
import {complaintAbout, exchangeLines, patienceOf} from './judge-answer.ts';
import {layPeerFolder, peerFileBytes} from './lay-peer-folder.ts';
import {type PeerVector, peerVectors} from './peer-vector.ts';

/** Where a peer is tried: its own node, and one with a sound tracker. */
export type PeerStage = {
	readonly node: TestNode;
	readonly trackerNode: TestNode;
	readonly source: ProgramSource & {readonly kind: 'path'};
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
	const cases: ReportedCase[] = [];
	let peer = await startPeer(stage, tracker);
	for (const vector of vectors) {
		if (peer === undefined) {
			cases.push({...caseHead(vector), verdict: 'not run', because: 'the peer did not come to serve', lines: []});
			continue;
		}

		const judged = await judge(vector, peer, stage);
		cases.push(judged.reported);
		if (judged.died) {
			await peer.program[Symbol.asyncDispose]();
			peer = await startPeer(stage, tracker);
		}
	}

	await peer?.program[Symbol.asyncDispose]();
	return [startCase(cases), ...cases];
};

type ServingPeer = {readonly program: RunningProgram; readonly port: number};

type TrackerPlace = {readonly address: string; readonly port: number};

const startTracker = async ({trackerNode, signal}: PeerStage, started: AsyncDisposableStack): Promise<TrackerPlace> => {
	const port = await trackerNode.portFor('tracker');
	started.use(
		await trackerNode.start([...trackerNode.programs.tracker, '-p', String(port)], {signal, label: 'tracker'}),
	);
	const place = {address: trackerNode.address, port};
	await until(
		'the sound tracker to answer',
		async within =>
			(await askTracker(trackerNode.reach(port), 'WHO', {signal: within})).broken === undefined ? true : undefined,
		{signal},
	);
	return place;
};

/** @returns `undefined` when it does not register within its time: then nobody could find it. */
const startPeer = async (
	{node, trackerNode, source, signal}: PeerStage,
	tracker: TrackerPlace,
): Promise<ServingPeer | undefined> => {
	const program = await installProgram(node, 'peer', source, {signal});
	const words = {alias: 'graded', bindTo: node.bindTo, tracker, dir: `${node.folder}/shared`, files: []};
	const wish = {...words, port: await node.portFor('peer')};
	const running = await node.start(anyPeerWords(program, wish, source.args), {signal, label: 'peer'});
	let gone = false;
	void running.exited.then(() => {
		gone = true;
	});
	const patience = AbortSignal.timeout(START_PATIENCE_MS);
	try {
		const port = await until(
			'the peer to register',
			async within => {
				const {data} = await askTracker(trackerNode.reach(tracker.port), 'WHO', {signal: within});
				const line = data.find(text => text.startsWith('PEER '));
				return gone ? 0 : line === undefined ? undefined : Number(line.split(':').at(-1));
			},
			{signal: AbortSignal.any([signal, patience]), everyMs: 200},
		);
		if (port !== 0) {
			return {program: running, port};
		}
	} catch (error) {
		if (!patience.aborted) {
			throw error;
		}
	}

	await running[Symbol.asyncDispose]();
	return undefined;
};

/** How long a peer may take to register: some wait for name servers first. */
const START_PATIENCE_MS = 30_000;

const judge = async (
	vector: PeerVector,
	{program, port}: ServingPeer,
	{node, signal}: PeerStage,
): Promise<{readonly reported: ReportedCase; readonly died: boolean}> => {
	const at = node.reach(port);
	const behaviour = await askPeer(at, vector, {patienceMs: patienceOf(vector), signal});
	const head = caseHead(vector);
	const lines = exchangeLines(vector, behaviour);
	const probe = await askPeer(at, PLAIN, {patienceMs: PROBE_PATIENCE_MS, signal});
	if (!probe.sent.equals(peerFileBytes('f.txt'))) {
		const exit = await Promise.race([program.exited, pause(EXIT_PATIENCE_MS, undefined, {signal})]);
		const because =
			exit === undefined ? 'it served nobody afterwards' : `it died (${exit.signal ?? `exit code ${exit.exitCode}`})`;
		const said = program.lastLines().slice(-5);
		return {
			died: true,
			reported: {...head, verdict: 'fail', because, lines: [...lines, ...said], advice: DEATH_ADVICE},
		};
	}

	const complaint = complaintAbout(vector, behaviour, peerFileBytes);
	const judged: Pick<ReportedCase, 'verdict' | 'because' | 'lines'> =
		complaint === undefined ? {verdict: 'pass', lines: []} : {verdict: 'fail', because: `it ${complaint}`, lines};
	return {died: false, reported: {...head, ...judged}};
};

/** After each case it must still serve: a program that died looks as if it refused. */
const PLAIN = {packets: ['GET f.txt OSP2P\n'], halfClose: false};

const PROBE_PATIENCE_MS = 5000;

/** How long the news of a program's death may take from its guest. */
const EXIT_PATIENCE_MS = 3000;

const caseHead = ({id, level, because}: PeerVector): Pick<ReportedCase, 'id' | 'group' | 'title' | 'level'> => ({
	id: `4/${id}`,
	group: 'protocol, section 4',
	title: because,
	level: level === 'original' ? 'information' : level,
});

const startCase = (cases: readonly ReportedCase[]): ReportedCase => {
	const served = cases.some(({verdict}) => verdict !== 'not run');
	return {
		id: '4/registers',
		group: 'protocol, section 4',
		title: 'It registers with a tracker and takes connections.',
		level: 'must',
		verdict: served ? 'pass' : 'fail',
		...(!served && {because: 'it ended, or was not known to the tracker within 30 s'}),
		lines: [],
	};
};

const DEATH_ADVICE =
	'Run it under valgrind or with -fsanitize=address, and send it the same request. Check the length of every buffer a name is copied to.';
