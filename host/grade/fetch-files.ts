import {createHash} from 'node:crypto';
import {formatCount} from '../report/amounts.ts';
import type {ReportedCase} from '../report/reported-case.ts';
import {limitsReached} from '../testbed/limits-reached.ts';
import type {RunningProgram} from '../testbed/test-node.ts';
import {timeoutWithoutSteal} from '../wait/timeout-without-steal.ts';
import {until} from '../wait/until.ts';
import {crowdSince} from '../wait/watch-crowd.ts';
import {endOf, lastWords} from './failed-start.ts';
import type {OutputMeter} from './output-meter.ts';
import {type PeerTrialContext, type ServingPeer, startPeer, type TrackerPlace} from './serving-peer.ts';

/** What came of fetching: a verdict, and why. */
export type Fetched = Pick<ReportedCase, 'verdict' | 'because' | 'lines'>;

/** Longest time for files of this size, in milliseconds, on nodes that are not slow. */
const PATIENCE_MS = 20_000;
const MOST_MS = 60_000;

/**
Start the peer in an empty folder and have it fetch these files.

@param names - Byte strings, as on its command line.
@param then - Done with the peer when all have come.
*/
export const fetchFiles = async (
	names: readonly string[],
	{
		context,
		meter,
		files,
		tracker,
		tookMs,
		then = async () => undefined,
	}: {
		readonly context: PeerTrialContext;
		readonly meter: OutputMeter;
		readonly files: ReadonlyMap<string, Buffer>;
		readonly tracker: TrackerPlace;
		/** How long it took for a small file. */
		readonly tookMs: number | undefined;
		readonly then?: (peer: ServingPeer) => Promise<void>;
	},
): Promise<Fetched> => {
	const {node, pace, waitedMs, signal} = context;
	const isCrowded = crowdSince(waitedMs);
	const folder = `${node.folder}/shared`;
	await node.run(['rm', '-rf', folder], {signal});
	await node.makeFolder(folder, {signal});
	const started = await startPeer(context, tracker, {tell: meter.hear, files: names});
	if ('because' in started) {
		return {verdict: 'fail', because: `it ${started.because}`, lines: started.lines};
	}

	await using peer = started;
	const missing = async (): Promise<string[]> => {
		const sums = await Promise.all(names.map(async name => node.measure(`${folder}/${name}`, {signal})));
		return names.flatMap((name, index) => {
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
		await then(peer);
		return {verdict: 'pass', lines: []};
	}

	const reached = await limitsReached(node, 'peer', {signal});
	const isGone = await hasEnded(peer.program);
	const how = isGone ? `ended (${await endOf(peer.program)})` : `waited for ${Math.round(patienceMs / 1000)} s`;
	const because = [`it ${how}, and had ${left.join(', ')}`, ...reached].join('. ');
	const lines = lastWords(peer.program);
	return tookMs === undefined && isCrowded() && !isGone
		? {
				verdict: 'unknown',
				because: `${because}; the machine was too crowded to tell whose fault that was`,
				lines,
			}
		: {verdict: 'fail', because, lines};
};

const hasEnded = async ({exited}: RunningProgram): Promise<boolean> =>
	(await Promise.race([exited, Promise.resolve(undefined)])) !== undefined;
