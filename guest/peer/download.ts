import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';
import type {FileName} from '../protocol/file-name.ts';
import {digestOf, peerIn, succeeded} from '../protocol/reply-contents.ts';
import {digestOfFile} from './digest-of-file.ts';
import type {DiskGuard} from './disk-guard.ts';
import {fetchFrom} from './fetch-from.ts';
import {FolderError} from './folder-error.ts';
import type {HolderBook} from './holder-book.ts';
import type {PartialFile} from './partial-file.ts';
import type {Tell} from './peer-event.ts';
import type {PeerLimits} from './peer-limits.ts';
import {type Progress, raceHolders} from './race-holders.ts';
import {isShareable} from './shareable-name.ts';
import type {SharedFolder} from './shared-folder.ts';
import type {Shelf} from './shelf.ts';
import type {TrackerLink} from './tracker-link.ts';
import {because, TransferError} from './transfer-error.ts';
import {WakeUp} from './wake-up.ts';

/** What every download needs. */
export type DownloadTools = {
	readonly tracker: Pick<TrackerLink, 'ask'>;
	readonly folder: SharedFolder;
	readonly disk: DiskGuard;
	readonly shelf: Shelf;
	readonly book: HolderBook;
	readonly limits: PeerLimits;
	/** Where we listen ourselves, once known: not to be asked. */
	readonly self: () => Endpoint | undefined;
	readonly localAddress: string | undefined;
	readonly pid: number;
	readonly tell: Tell;
	/** Called with the bytes of each piece that comes, for whoever watches. */
	readonly onBytes: (file: FileName, bytes: number) => void;
	readonly clock: () => number;
	readonly signal: AbortSignal;
};

/**
Fetch a file by its name: ask the tracker, race the holders, check, name, offer it in turn.

@returns Whether it came; events tell the rest.
*/
export const download = async (file: FileName, tools: DownloadTools): Promise<boolean> => {
	const {limits, tell, signal} = tools;
	tell({event: 'download-started', file});
	let lastReason = 'nobody has it';
	let patientUntilMs: number | undefined;
	for (let round = 1; round <= limits.rounds && !signal.aborted; round++) {
		try {
			await downloadOnce(file, tools);
			return true;
		} catch (error) {
			if (!(error instanceof TransferError)) {
				throw error;
			}

			if (error instanceof FolderError) {
				patientUntilMs ??= tools.clock() + limits.folderSeconds * 1000;
				round -= tools.clock() < patientUntilMs ? 1 : 0; // No round of the holders': our folder may be mended meanwhile.
				if (because(error) !== lastReason) {
					tell({event: 'download-waiting', file, because: because(error)});
				}
			}

			lastReason = because(error);
		}

		if (round < limits.rounds) {
			await new WakeUp().wait({atMostMs: 1000 * Math.max(round, 1), signal}); // Holders come and go.
		}
	}

	tell({event: 'download-failed', file, because: lastReason});
	return false;
};

const downloadOnce = async (file: FileName, tools: DownloadTools): Promise<void> => {
	const {limits, tell, clock, signal} = tools;
	const {digest, holders} = await askForHolders(file, tools);
	const startMs = clock();
	const {prize, winner} = await raceHolders(
		holders,
		(holder, progress) => tryHolder(holder, file, {...tools, ...progress, digest}),
		{
			limits: {
				...limits,
				hedgeBytes: (limits.hedgeRate * 1024 * limits.hedgeMs) / 1000,
				rivalMs: limits.rivalSeconds * 1000,
			},
			clock,
			signal,
		},
	);
	await using partial = prize;
	const {savedAs, version} = await partial.keepAs(file, {sameContent: name => hasContent(name, partial, tools)});
	if (version !== undefined && isShareable(savedAs)) {
		// In the tracker's own spelling, if it has one: it takes no other for this name.
		tools.shelf.put(savedAs, {version, digest: digest ?? partial.digest});
	}

	const seconds = (clock() - startMs) / 1000;
	tell({
		event: 'download-done',
		file,
		savedAs,
		bytes: partial.bytes,
		digest: partial.digest,
		from: formatEndpoint(winner),
		seconds,
	});
};

/** Apart from the download: what is not returned here is not kept while it lasts. */
const askForHolders = async (
	file: FileName,
	{tracker, book, limits, signal, self}: DownloadTools,
): Promise<{readonly digest: string | undefined; readonly holders: readonly Endpoint[]}> => {
	const patience = {withinMs: limits.trackerSeconds * 1000, signal};
	const digest = digestOf(await tracker.ask({type: 'md5sum', file}, patience));
	const ranking = book.ranking({file, self: self(), most: limits.maxHolders});
	const onData = (line: string): void => {
		const peer = peerIn(line);
		if (peer !== undefined) {
			ranking.add(peer);
		}
	};
	const isNamed = succeeded(await tracker.ask({type: 'want', file}, {...patience, onData})) && ranking.count > 0;
	const holders = isNamed ? ranking.best() : [];
	if (holders.length === 0) {
		throw new TransferError(isNamed ? 'nobody else has it, or only known liars' : 'nobody has it');
	}

	return {digest, holders};
};

const tryHolder = async (
	holder: Endpoint,
	file: FileName,
	{
		digest,
		connected,
		received,
		book,
		tell,
		onBytes,
		...tools
	}: DownloadTools & Progress & {readonly digest: string | undefined},
): Promise<PartialFile> => {
	const from = formatEndpoint(holder);
	const startMs = tools.clock();
	tell({event: 'download-attempt', file, from});
	try {
		const partial = await fetchFrom(holder, file, {
			...tools,
			digest,
			onConnect: connected,
			onBytes: bytes => {
				received(bytes);
				onBytes(file, bytes);
			},
		});
		book.served(holder, {bytesPerSecond: (partial.bytes * 1000) / Math.max(tools.clock() - startMs, 1)});
		return partial;
	} catch (error) {
		if (error instanceof TransferError && !(error instanceof FolderError) && !tools.signal.aborted) {
			tell({event: 'attempt-failed', file, from, because: because(error)});
			if (error.isLie) {
				book.lied(holder, file);
			} else {
				book.failed(holder);
			}
		}

		throw error;
	}
};

/** Whether a file of the folder has the content of a download. */
const hasContent = async (
	name: FileName,
	{bytes, digest}: PartialFile,
	{folder, signal}: DownloadTools,
): Promise<boolean> => {
	try {
		await using opened = await folder.openToRead(name, {evenUnshared: true});
		return opened.version.bytes === bytes && (await digestOfFile(opened, {signal})) === digest;
	} catch (error) {
		if (error instanceof TransferError) {
			return false;
		}

		throw error;
	}
};
