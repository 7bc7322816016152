import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import type {Endpoint} from '../protocol/endpoint.ts';

/** Connections opened at once. */
const AT_ONCE = 200;

/**
Connect many clients that have read their greeting.

They come from many loopback addresses, for one address has too few ports for ten thousand of them.
*/
export const manyClients = async (server: Endpoint, count: number): Promise<Socket[]> => {
	const clients: Socket[] = [];
	while (clients.length < count) {
		const batch = Array.from({length: Math.min(AT_ONCE, count - clients.length)}, async (_, index) => {
			const from = `127.0.${1 + Math.floor(clients.length / 2000)}.${1 + (index % 200)}`;
			const socket = connect({host: server.address, port: server.port, localAddress: from, noDelay: true});
			await once(socket, 'data');
			socket.on('error', () => undefined); // What is measured with it comes to no end then.
			return socket;
		});
		clients.push(...(await Promise.all(batch)));
	}

	return clients;
};

/** Send requests on one connection and count lines that come back. @returns When as many came as were expected. */
export const exchangeLines = (client: Socket, requests: string, expected: number): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<void>();
	let left = expected;
	const count = (chunk: Buffer): void => {
		left -= linesIn(chunk);
		if (left <= 0) {
			client.off('data', count);
			resolve();
		}
	};
	client.on('data', count);
	client.write(requests, 'latin1');
	return promise;
};

/** How many lines end in a chunk. */
export const linesIn = (chunk: Buffer): number => {
	let lines = 0;
	for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) {
		lines += 1;
	}

	return lines;
};
