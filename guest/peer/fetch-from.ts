import {addAbortListener} from 'node:events';
import type {Endpoint} from '../protocol/endpoint.ts';
import type {FileName} from '../protocol/file-name.ts';
import {formatGetRequest} from '../protocol/get-request.ts';
import type {DiskGuard} from './disk-guard.ts';
import {judgeEvery} from './judge-every.ts';
import {PartialFile} from './partial-file.ts';
import type {PeerLimits} from './peer-limits.ts';
import {reach} from './reach.ts';
import type {SharedFolder} from './shared-folder.ts';
import {downloadBudget, TransferBudget} from './transfer-budget.ts';
import {because, TransferError} from './transfer-error.ts';

/** A holder that never closes has sent all when what came has the right digest and nothing more came for this long, in milliseconds. */
const WHOLE_AFTER_MS = 300;

/**
Fetch a file from one holder into a partial file, which the caller owns.

@param digest - Of the file, if it is known: only this content counts then.
@param onBytes - Called with the bytes of each piece that came.
@throws {TransferError} If it did not come whole; `isLie` when what came cannot be the file.
@see docs/protocol.md, sections 4.1 and 4.4
*/
export const fetchFrom = async (
	holder: Endpoint,
	file: FileName,
	{
		folder,
		disk,
		digest,
		limits,
		localAddress,
		pid,
		clock,
		onConnect,
		onBytes,
		signal,
	}: {
		readonly folder: SharedFolder;
		readonly disk: DiskGuard;
		readonly digest: string | undefined;
		readonly limits: PeerLimits;
		readonly localAddress: string | undefined;
		readonly pid: number;
		readonly clock: () => number;
		readonly onConnect: () => void;
		readonly onBytes: (bytes: number) => void;
		readonly signal: AbortSignal;
	},
): Promise<PartialFile> => {
	const socket = await reach(holder, {deadlineMs: limits.dialSeconds * 1000, from: localAddress, signal});
	socket.on('error', () => undefined); // From the first moment on: whoever reads hears of it, and until then it must not be fatal.
	await using started = new AsyncDisposableStack();
	started.defer(() => void socket.destroy());
	onConnect();
	const partial = started.use(new PartialFile(folder, await folder.create({pid})));
	const budget = new TransferBudget(downloadBudget(limits), {nowMs: clock()});
	let isWhole = false;
	using _leaving = addAbortListener(signal, () => void socket.destroy(new TransferError('given up')));
	const judging = judgeEvery(100, () => {
		const reason = budget.broken(clock());
		if (
			digest !== undefined &&
			budget.quietMs(clock()) > WHOLE_AFTER_MS &&
			partial.bytes > 0 &&
			partial.hasDigest(digest)
		) {
			isWhole = true;
			socket.destroy();
		} else if (reason !== undefined) {
			socket.destroy(new TransferError(reason));
		}
	});
	started.use(judging);

	const guarded = started.use(disk.watch({bytes: () => partial.bytes, stop: reason => socket.destroy(reason)}));
	try {
		signal.throwIfAborted();
		socket.write(formatGetRequest(file), 'latin1'); // No FIN yet: some peers take a half-closed reader for a gone one.
		for await (const chunk of socket as AsyncIterable<Buffer>) {
			budget.spend(chunk.length, clock());
			const reason = budget.broken(clock());
			if (reason !== undefined) {
				throw new TransferError(reason, {isLie: budget.bytes > limits.maxFileMib * 1024 * 1024});
			}

			await guarded.look();
			await partial.append(chunk);
			onBytes(chunk.length);
		}
	} catch (error) {
		if (!isWhole) {
			throw error instanceof TransferError
				? error
				: new TransferError(`the connection broke: ${because(error)}`, {cause: error});
		}
	}

	judge(partial, digest);
	started.move();
	guarded[Symbol.dispose]();
	judging[Symbol.dispose]();
	socket.destroy();
	return partial;
};

/** Zero bytes are an empty file only when the digest says so; without one they are a refusal (docs/protocol.md, section 4.1). */
const judge = (partial: PartialFile, digest: string | undefined): void => {
	if (partial.bytes === 0 && !(digest !== undefined && partial.hasDigest(digest))) {
		throw new TransferError('not a byte came');
	}

	if (digest !== undefined && !partial.hasDigest(digest)) {
		throw new TransferError(`its content has the digest ${partial.digest}, not ${digest}`, {isLie: true});
	}
};
