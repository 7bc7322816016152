import type {FileName} from '../protocol/file-name.ts';
import {DigestMemory} from './digest-memory.ts';
import {DiskGuard} from './disk-guard.ts';
import {type DownloadTools, download} from './download.ts';
import type {FileSystem} from './file-system.ts';
import {HolderBook} from './holder-book.ts';
import type {Tell} from './peer-event.ts';
import type {PeerOptions} from './peer-options.ts';
import {openSharedFolder} from './shared-folder.ts';
import {Shelf} from './shelf.ts';
import {TrackerLink} from './tracker-link.ts';
import {startUploadServer} from './upload-server.ts';
import {watchFolder} from './watch-folder.ts';

/** What the peer needs from the world it runs in. */
export type PeerWorld = {
	/** Milliseconds from any start; never goes back. */
	readonly clock: () => number;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Between 0 and 1. */
	readonly random: () => number;
	readonly pid: number;
	/** Undefined where there are no users. */
	readonly userId: number | undefined;
	readonly startOf: (pid: number) => number | undefined;
	readonly tell: Tell;
	/** The calls of the shared folder; the system's own when absent. */
	readonly fs?: FileSystem;
	/** Called with the bytes of each piece of a download. */
	readonly onBytes: (file: FileName, bytes: number) => void;
};

/** How a run ended. `missing`: the files named on the command line that did not come. */
export type PeerOutcome = {readonly missing: readonly FileName[]};

/**
An honest peer: shares a folder, stays known to the tracker, downloads what it is told to, and serves until `signal` aborts or, with `once`, until the downloads have ended.

@throws {TransferError} If the folder cannot be shared or there is no port to listen on.
*/
export const runPeer = async (
	options: PeerOptions,
	{signal, ...world}: PeerWorld & {readonly signal: AbortSignal},
): Promise<PeerOutcome> => {
	const {limits, once, files} = options;
	const {tell} = world;
	await using folder = await openSharedFolder(options.folder, {tell, ...(world.fs && {fs: world.fs})});
	await folder.removeLeftovers({startOf: world.startOf, nowMs: world.now()});

	const ending = new AbortController();
	const running = AbortSignal.any([signal, ending.signal]);
	await using server = await startUploadServer(options.port === undefined ? range(11_112, 12_999) : [options.port], {
		address: options.address ?? '0.0.0.0',
		folder,
		limits,
		tell,
		clock: world.clock,
		now: world.now,
		signal: running,
	});
	const {port} = server;
	tell({event: 'listening', address: server.address, port});

	const memory = options.cacheFolder === undefined ? undefined : new DigestMemory(options.cacheFolder, world);
	const shelf = new Shelf(folder, {memory, now: world.now, tell});
	const alias = options.alias ?? `user${Math.floor(world.now() / 1000)}`;
	const link = new TrackerLink(
		options.tracker,
		{alias, port, address: options.address},
		{shelf, limits, tell, random: world.random, clock: world.clock},
	);
	const background = [
		watchFolder(folder, shelf, {everyMs: limits.rescanSeconds * 1000, tell, signal: running}),
		link.run({signal: running}),
	];
	const failed = Promise.all(background); // Rejects on a bug only.
	const downloads = downloadAll([...new Set(files)], {
		...world,
		tracker: link,
		folder,
		disk: new DiskGuard({freeBytes: () => folder.freeBytes(), keepBytes: limits.keepFreeMib * 1024 * 1024}),
		shelf,
		book: new HolderBook(),
		limits,
		self: () => (link.ownAddress === undefined ? undefined : {address: link.ownAddress, port}),
		localAddress: options.address,
		signal: running,
	});
	try {
		const missing = await Promise.race([downloads, failed.then(() => downloads)]);
		if (once) {
			tell({event: 'exiting', because: missing.length === 0 ? 'all files are here' : 'not all files came'});
		} else {
			await failed; // Serves on until the signal aborts.
			tell({event: 'exiting', because: 'told to stop'});
		}

		return {missing};
	} finally {
		ending.abort();
		await Promise.allSettled([downloads, ...background]);
	}
};

/** A few at a time, in order. */
const downloadAll = async (files: readonly FileName[], tools: DownloadTools): Promise<FileName[]> => {
	const waiting = [...files];
	const missing: FileName[] = [];
	const worker = async (): Promise<void> => {
		for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
			if (tools.signal.aborted || !(await download(file, tools))) {
				missing.push(file);
			}
		}
	};

	await Promise.all(Array.from({length: Math.max(1, tools.limits.maxDownloads)}, worker));
	return missing;
};

const range = (from: number, to: number): number[] => Array.from({length: to - from + 1}, (_, index) => from + index);
