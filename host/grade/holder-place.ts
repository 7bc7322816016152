import {ourPeerArgv} from '../scenario/program-argv.ts';
import {until} from '../wait/until.ts';
import {askTracker} from '../wire/ask-tracker.ts';
import type {PeerTrialContext, TrackerPlace} from './serving-peer.ts';

/** A sound tracker, and sound peers at it that hold files. Disposing ends them. */
export type HolderPlace = AsyncDisposable & {readonly tracker: TrackerPlace};

/**
Start a sound tracker, and one sound peer for each alias that holds these files.

@param flags - Of the tracker, e.g. `-f`.
*/
export const openHolderPlace = async (
	{trackerNode, signal}: Pick<PeerTrialContext, 'trackerNode' | 'signal'>,
	{
		files = new Map(),
		aliases = [],
		flags = [],
	}: {
		readonly files?: ReadonlyMap<string, Uint8Array>;
		readonly aliases?: readonly string[];
		readonly flags?: readonly string[];
	} = {},
): Promise<HolderPlace> => {
	await using started = new AsyncDisposableStack();
	const dir = `${trackerNode.folder}/holder`;
	await trackerNode.makeFolder(dir, {signal});
	for (const [name, bytes] of files) {
		await trackerNode.writeFile(`${dir}/${name}`, bytes, {signal});
	}

	const port = await trackerNode.portFor('tracker');
	const tracker = {address: trackerNode.address, port};
	const ask = async (request: string, within: AbortSignal) =>
		askTracker(await trackerNode.reach(port, {signal: within}), request, {signal: within});
	started.use(
		await trackerNode.start([...trackerNode.programs.tracker, '-p', String(port), ...flags], {
			signal,
			label: 'tracker',
		}),
	);
	await until(
		'the sound tracker to answer',
		async within => ((await ask('WHO', within)).broken === undefined ? true : undefined),
		{signal},
	);
	const ports = new Set<number>();
	for (const [index, alias] of aliases.entries()) {
		const given = await trackerNode.portFor('peer'); // In a guest always the same.
		const servesAt = ports.has(given) ? given + index : given;
		ports.add(servesAt);
		const options = {alias, bindTo: trackerNode.bindTo, tracker, dir, port: servesAt, files: []};
		const command = ourPeerArgv(trackerNode.programs.peer, options);
		started.use(await trackerNode.start(command, {signal, label: `holder-${index + 1}`}));
	}

	for (const name of aliases.length === 0 ? [] : files.keys()) {
		await until(
			`the sound tracker to list the holders of ${name}`,
			async within => {
				const {data} = await ask(`WANT ${name}`, within);
				return [...ports].every(at => data.some(line => line.endsWith(`:${at}`))) || undefined;
			},
			{signal},
		);
	}

	const owned = started.move();
	return {tracker, [Symbol.asyncDispose]: async () => owned.disposeAsync()};
};
