import type {Socket} from 'node:net';
import type {FileName} from '../protocol/file-name.ts';
import {parseGetRequest} from '../protocol/get-request.ts';
import {ProtocolError} from '../protocol/protocol-error.ts';
import type {Tell} from './peer-event.ts';
import type {PeerLimits} from './peer-limits.ts';
import type {PieceCache} from './piece-cache.ts';
import {readRequestLine} from './read-request-line.ts';
import {sendFile} from './send-file.ts';
import type {SharedFolder} from './shared-folder.ts';
import {uploadBudget} from './transfer-budget.ts';
import {because, TransferError} from './transfer-error.ts';
import type {UploadConnection} from './upload-connection.ts';
import type {UploadSlots} from './upload-slots.ts';

/** What every upload needs. */
export type UploadTools = {
	readonly folder: SharedFolder;
	readonly slots: UploadSlots;
	readonly pieces: PieceCache;
	readonly limits: PeerLimits;
	readonly tell: Tell;
	readonly clock: () => number;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/**
Serve one connection: one request, one file, then the end. Whatever comes, it returns.

@param refuse - Told why a connection got no byte.
@param onLeaving - Called when all that is left to do is to close.
*/
export const upload = async (
	connection: UploadConnection,
	{
		refuse,
		onLeaving,
		...tools
	}: UploadTools & {readonly refuse: (because: string) => void; readonly onLeaving: () => void},
): Promise<void> => {
	const {limits} = tools;
	const {socket, address} = connection;
	const gone = new AbortController();
	socket.once('close', () => gone.abort());
	socket.on('error', () => undefined); // Whoever waits for the socket hears of it; here it only must not be fatal.
	try {
		const line = await readRequestLine(socket, {deadlineMs: limits.requestSeconds * 1000, maxBytes: limits.lineBytes});
		connection.enter('waiting');
		const file = parseGetRequest(line);
		using _slot = await tools.slots.take(
			{address, evict: () => connection.hangUp(), isServed: () => connection.isServed},
			{withinMs: limits.queueSeconds * 1000, signal: gone.signal},
		);
		connection.enter('sending');
		await using opened = await tools.folder.openToRead(file);
		await send(file, opened, {connection, ...tools});
		connection.answered();
	} catch (error) {
		if (!(error instanceof TransferError || error instanceof ProtocolError || isSystemError(error))) {
			socket.destroy();
			throw error;
		}

		refuse(because(connection.lost ?? error));
	}

	onLeaving();
	await endGently(socket, {lingerMs: limits.idleSeconds * 1000});
};

const send = async (
	file: FileName,
	opened: Awaited<ReturnType<SharedFolder['openToRead']>>,
	{connection, tell, pieces, limits, clock, now}: UploadTools & {readonly connection: UploadConnection},
): Promise<void> => {
	const {socket, to} = connection;
	const startMs = clock();
	let bytes = 0;
	tell({event: 'upload-started', file, to});
	await using reader = pieces.join(opened, {nowMs: now()});
	try {
		await sendFile(opened, socket, {
			pieces: reader,
			limits: uploadBudget(limits),
			onBytes: sent => {
				bytes += sent;
				connection.took(sent);
			},
			clock,
		});
		tell({event: 'upload-done', file, to, bytes, seconds: (clock() - startMs) / 1000});
	} catch (error) {
		if (!(error instanceof TransferError || isSystemError(error))) {
			throw error;
		}

		tell({event: 'upload-failed', file, to, bytes, because: because(connection.lost ?? error)});
		socket.resetAndDestroy(); // A FIN here would make the part look like the whole.
	}
};

/** FIN, then wait for the other side to close: closing with unread bytes would turn our FIN into a reset. */
const endGently = async (socket: Socket, {lingerMs}: {readonly lingerMs: number}): Promise<void> => {
	if (socket.destroyed) {
		return;
	}

	const {promise: closed, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, lingerMs);
	socket.once('close', resolve);
	socket.once('end', resolve);
	if (socket.readableEnded) {
		socket.end(resolve);
	} else {
		socket.end();
	}

	await closed;
	clearTimeout(timer);
	socket.destroy();
};

const isSystemError = (error: unknown): boolean => error instanceof Error && 'code' in error && 'syscall' in error;
