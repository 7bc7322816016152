import {BoundSocket, createServer, type Socket} from 'node:net';
import type {Address} from './attack.ts';
import {tame} from './wire.ts';

/** Connections an attacker entertains at a time: more could only hurt the attacker. */
const MAX_CONNECTIONS = 300;

/** An open door. Having one means it listens; disposing it drops everybody inside. */
export type Door = AsyncDisposable & Address;

/**
Listen for victims.

@throws Node's error when the address cannot be had.
*/
export const listen = async (
	{address, port}: Address,
	onVictim: (socket: Socket) => void,
	{signal, pauseOnConnect = false}: {readonly signal: AbortSignal; readonly pauseOnConnect?: boolean},
): Promise<Door> => {
	const inside = new Set<Socket>();
	const server = createServer({pauseOnConnect, noDelay: true}, socket => {
		inside.add(socket);
		socket.once('close', () => inside.delete(socket));
		tame(socket, signal);
		onVictim(socket);
	});
	server.maxConnections = MAX_CONNECTIONS;
	const ready = Promise.withResolvers<void>();
	server.once('listening', () => ready.resolve()).on('error', ready.reject);
	server.listen(new BoundSocket({host: address, port}));
	await ready.promise;
	const bound = server.address();
	return {
		address,
		port: bound !== null && typeof bound === 'object' ? bound.port : port,
		async [Symbol.asyncDispose]() {
			const closed = Promise.withResolvers<void>();
			server.close(() => closed.resolve());
			for (const socket of inside) {
				socket.destroy();
			}

			await closed.promise;
		},
	};
};
