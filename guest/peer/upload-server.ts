import type {Socket} from 'node:net';
import {type AcceptLoop, type AcceptOptions, acceptLoop} from '../net/accept-loop.ts';
import {PieceCache} from './piece-cache.ts';
import {refusalCounter} from './refusal-counter.ts';
import {because, TransferError} from './transfer-error.ts';
import {type UploadTools, upload} from './upload.ts';
import {UploadSlots} from './upload-slots.ts';

/** A listening server of our files. */
export type UploadServer = AsyncDisposable & {readonly address: string; readonly port: number};

/**
Serve the folder on the first free of some ports.

Too many connections of one address: its new ones are closed. Too many in all: the address with the most that have not asked for anything yet loses the oldest of those.

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
	const idle = new Map<Socket, string>();
	const listening = await listenOnFirstFree(ports, address, {
		maxConnections: limits.maxConnections,
		maxPerAddress: limits.maxConnectionsPerAddress,
		signal: tools.signal,
		onFull: (socket, bound) => {
			const {remoteAddress = '?'} = socket;
			refusals.add(remoteAddress, bound === 'all' ? 'too many connections' : 'too many connections of this address');
			return bound === 'all' && makeRoom(idle);
		},
		onConnection: (socket, from) => {
			const to = `${from}:${socket.remotePort ?? 0}`;
			idle.set(socket, from);
			socket.once('close', () => idle.delete(socket));
			const onAsked = (): boolean => idle.delete(socket);
			void upload(socket, to, {...tools, slots, pieces, onAsked, refuse: reason => refusals.add(from, reason, to)});
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

/** @returns Whether a connection that had not asked yet was given up. */
const makeRoom = (idle: Map<Socket, string>): boolean => {
	const counts = new Map<string, number>();
	for (const address of idle.values()) {
		counts.set(address, (counts.get(address) ?? 0) + 1);
	}

	const [busiest] = [...counts].sort(([, one], [, other]) => other - one);
	for (const [socket, address] of idle) {
		if (address === busiest?.[0]) {
			idle.delete(socket);
			socket.destroy();
			return true;
		}
	}

	return false;
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
