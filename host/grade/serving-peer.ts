import {anyPeerArgv} from '../scenario/program-argv.ts';
import type {BuildLimits} from '../testbed/build-program.ts';
import {installProgram} from '../testbed/install-program.ts';
import type {ProgramSource} from '../testbed/program-source.ts';
import type {RunningProgram, TestNode} from '../testbed/test-node.ts';
import type {Pace} from '../wait/pace.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {until} from '../wait/until.ts';
import {askTracker} from '../wire/ask-tracker.ts';
import {type FailedStart, failedStart, START_SECONDS} from './failed-start.ts';

/** Where a peer is tried: its own node, and one with a sound tracker. */
export type PeerTrialContext = {
	readonly node: TestNode;
	readonly trackerNode: TestNode;
	readonly source: ProgramSource & {readonly kind: 'path'};
	readonly pace?: Pace;
	/** As of a testbed: how long each node waited for processors that others had. */
	readonly waitedMs?: (() => readonly number[]) | undefined;
	readonly limits?: BuildLimits & {readonly startSeconds: number};
	readonly signal: AbortSignal;
};

/** A peer that a tracker lists. Disposing ends it. */
export type ServingPeer = AsyncDisposable & {readonly program: RunningProgram; readonly port: number};

/** Where the sound tracker is. */
export type TrackerPlace = {readonly address: string; readonly port: number};

/**
Start the peer, and wait until the tracker lists it: before that nobody could find it.

@param tell - Told of every line it prints.
@param files - Names it is to fetch.
@throws {ProgramError} If it does not build.
*/
export const startPeer = async (
	context: PeerTrialContext,
	tracker: TrackerPlace,
	{tell, files = []}: {readonly tell: (line: string) => void; readonly files?: readonly string[]},
): Promise<ServingPeer | FailedStart> => {
	const {node, trackerNode, source, pace, limits, signal} = context;
	const program = await installProgram(node, 'peer', source, context);
	const options = {alias: 'graded', bindTo: node.bindTo, tracker, dir: `${node.folder}/shared`, files};
	const listed = async (within: AbortSignal): Promise<string[]> =>
		(await askTracker(await trackerNode.reach(tracker.port, {signal: within}), 'WHO', {signal: within})).data.filter(
			text => text.startsWith('PEER '),
		);
	const before = await listed(signal);
	const ownPort = await node.portFor('peer');
	await using stack = new AsyncDisposableStack();
	const running = stack.use(
		await node.start(anyPeerArgv(program, {...options, port: ownPort}, source.args), {
			signal,
			label: 'peer',
			onLine: tell,
		}),
	);
	let isGone = false;
	void running.exited.then(() => {
		isGone = true;
	});
	const seconds = limits?.startSeconds ?? START_SECONDS;
	const patience = timeoutWithoutSteal(seconds * 1000, pace);
	const port = await until(
		'the peer to register',
		async within => {
			const line = (await listed(within)).find(text => !before.includes(text));
			return isGone ? 0 : line === undefined ? undefined : Number(line.split(':').at(-1));
		},
		{signal: AbortSignal.any([signal, patience]), everyMs: 200},
	).catch((error: unknown) => {
		if (!patience.aborted || signal.aborted) {
			throw error;
		}

		return 0;
	});
	if (port === 0) {
		return await failedStart(running, {
			node,
			label: 'peer',
			isGone,
			missed: `make itself known to the tracker within ${seconds} s`,
			signal,
		});
	}

	const owned = stack.move();
	return {program: running, port, [Symbol.asyncDispose]: async () => owned.disposeAsync()};
};
