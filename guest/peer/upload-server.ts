import {type AcceptLoop, type AcceptOptions, acceptLoop} from '../net/accept-loop.ts';
import {ConnectionPlaces} from './connection-places.ts';
import {PieceCache} from './piece-cache.ts';
import {refusalCounter} from './refusal-counter.ts';
import {because, TransferError} from './transfer-error.ts';
import {type UploadTools, upload} from './upload.ts';
import {UploadConnection} from './upload-connection.ts';
import {UploadSlots} from './upload-slots.ts';

/** A listening server of our files. */
export type UploadServer = AsyncDisposable & {readonly address: string; readonly port: number};

/**
Serve the folder on the first free of some ports.

Too many connections, of one address or in all: somebody gives way, or the new one is closed (`ConnectionPlaces`).

@throws {TransferError} If none of the ports is free.
*/
export const startUploadServer = async (
	ports: readonly number[],
	{address, ...tools}: Omit<UploadTools, 'slots' | 'pieces'> & {readonly address: string},
): Promise<UploadServer> => {
	const {limits} = tools;
	const slots = new UploadSlots({
		most: limits.maxUploads,
		mostPerAddress: limits.maxUploadsPerAddress,
		patienceMs: limits.yieldSeconds * 1000,
	});
	const pieces = new PieceCache({mostReaders: limits.maxUploads});
	const refusals = refusalCounter(tools.tell, tools.clock);
	const places = new ConnectionPlaces({
		most: limits.maxConnections,
		mostPerAddress: limits.maxConnectionsPerAddress,
	});
	const listening = await listenOnFirstFree(ports, address, {
		maxConnections: Number.POSITIVE_INFINITY, // The places bound them.
		signal: tools.signal,
		onConnection: (socket, from) => {
			const connection = new UploadConnection(socket, from, tools);
			if (!places.enter(connection)) {
				refusals.add(from, 'too many connections');
				socket.destroy();
				return;
			}

			socket.once('close', () => places.leave(connection));
			void upload(connection, {
				...tools,
				slots,
				pieces,
				onLeaving: () => places.linger(connection),
				refuse: reason => refusals.add(from, reason, connection.to),
			});
		},
	});
	return {
		address,
		port: listening.port,
		[Symbol.asyncDispose]: async () => {
			await listening[Symbol.asyncDispose]();
			refusals.flush();
		},
	};
};

const listenOnFirstFree = async (
	ports: readonly number[],
	address: string,
	options: AcceptOptions,
): Promise<AcceptLoop> => {
	for (const port of ports) {
		try {
			return await acceptLoop({address, port}, options);
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) {
				throw new TransferError(`cannot listen on ${address}:${port}: ${because(error)}`, {cause: error});
			}
		}
	}

	const range = ports.length === 1 ? `port ${ports[0]} is taken` : `no port of ${ports[0]} to ${ports.at(-1)} is free`;
	throw new TransferError(`cannot listen on ${address}: ${range}`);
};
