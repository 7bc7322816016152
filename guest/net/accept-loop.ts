import {once} from 'node:events';
import {BoundSocket, createServer, type Socket} from 'node:net';
import type {Endpoint} from '../protocol/endpoint.ts';

/** A listening port and its connections. Having one means it listens; disposing it closes the port and destroys what is still connected. */
export type AcceptLoop = AsyncDisposable &
	Endpoint & {
		/** Everybody connected now. */
		readonly connections: ReadonlySet<Socket>;
		/** How many of them come from one address. */
		readonly connectionsOf: (address: string) => number;
	};

/**
Accept connections within bounds.

@param endpoint - Where to listen; port 0 lets the system choose.
@param maxConnections - At most so many at once, in all.
@param maxPerAddress - At most so many at once from one address.
@param highWaterMark - Bytes a socket takes in while it is paused, and keeps unsent before `write()` says that it is enough. Node's own default when absent.
@param onConnection - Takes each accepted socket, which is half open: after the other side's end ours may still send. It must handle `data`; errors are swallowed here, `close` always comes.
@param onFull - Called for a connection beyond a bound. Answers whether it made room; otherwise, or when absent, the socket is destroyed without a word.
@throws {Error} If the port cannot be had, with the system's `code`.
*/
export const acceptLoop = async (
	{address, port}: {readonly address: string; readonly port: number},
	{
		maxConnections,
		maxPerAddress = Number.POSITIVE_INFINITY,
		highWaterMark,
		onConnection,
		onFull = () => false,
		signal,
	}: AcceptOptions,
): Promise<AcceptLoop> => {
	const connections = new Set<Socket>();
	const perAddress = new Map<string, number>();
	const count = (from: string, change: 1 | -1): void => {
		const now = (perAddress.get(from) ?? 0) + change;
		if (now === 0) {
			perAddress.delete(from);
		} else {
			perAddress.set(from, now);
		}
	};

	const server = createServer(
		{allowHalfOpen: true, noDelay: true, ...(highWaterMark !== undefined && {highWaterMark})},
		socket => {
			socket.on('error', () => {}); // `close` follows, and tells all that we need.
			const from = socket.remoteAddress;
			if (from === undefined) {
				socket.destroy(); // Gone before we looked.
				return;
			}

			const bound =
				(perAddress.get(from) ?? 0) >= maxPerAddress
					? 'address'
					: connections.size >= maxConnections
						? 'all'
						: undefined;
			if (bound && !onFull(socket, bound)) {
				socket.destroy();
				return;
			}

			connections.add(socket);
			count(from, 1);
			socket.once('close', () => {
				connections.delete(socket);
				count(from, -1);
			});
			onConnection(socket, from);
		},
	);

	// Given an address instead, Node looks it up as if it were a name, and compiles a long regular expression for that: a tenth of a peer's start.
	server.listen(new BoundSocket({host: address, port}), 4096);
	await once(server, 'listening', {...(signal && {signal})}).catch(error => {
		server.close();
		throw error;
	});
	server.on('error', () => {}); // A failed accept concerns one stranger, not us.
	const bound = server.address();
	return {
		address,
		port: typeof bound === 'object' && bound ? bound.port : port,
		connections,
		connectionsOf: from => perAddress.get(from) ?? 0,
		async [Symbol.asyncDispose]() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of connections) {
				socket.destroy();
			}

			await closed;
		},
	};
};

/** The bounds of an accept loop, and what it does with whom it accepts. */
export type AcceptOptions = {
	readonly maxConnections: number;
	readonly maxPerAddress?: number;
	readonly highWaterMark?: number;
	readonly onConnection: (socket: Socket, from: string) => void;
	readonly onFull?: (socket: Socket, bound: 'all' | 'address') => boolean;
	readonly signal?: AbortSignal;
};
