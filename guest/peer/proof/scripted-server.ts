import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import type {Endpoint} from '../../protocol/endpoint.ts';

/** A server for tests on 127.0.0.1 that does to each connection what it was told to. Disposing it closes all. */
export type ScriptedServer = AsyncDisposable &
	Endpoint & {
		/** Connections so far. */
		readonly count: () => number;
	};

/** @param serve - Called with each connection; its errors are swallowed. */
export const scriptedServer = async (
	serve: (socket: Socket) => void,
	{address = '127.0.0.1'}: {readonly address?: string} = {},
): Promise<ScriptedServer> => {
	const sockets = new Set<Socket>();
	let count = 0;
	const server = createServer({allowHalfOpen: true}, socket => {
		count++;
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.once('close', () => sockets.delete(socket));
		serve(socket);
	});
	server.listen(0, address);
	await once(server, 'listening');
	server.on('error', () => undefined); // A failed accept concerns one client.
	const bound = server.address();
	return {
		address,
		port: typeof bound === 'object' && bound ? bound.port : 0,
		count: () => count,
		async [Symbol.asyncDispose]() {
			server.close();
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
};

/**
A tracker for tests: greets, and answers each line with what `answer` makes of it.

@param answer - Gets the line without LF; undefined answers nothing.
*/
export const scriptedTracker = (
	answer: (line: string, socket: Socket) => string | undefined,
	{greeting = '200 hello\n'}: {readonly greeting?: string} = {},
): Promise<ScriptedServer> =>
	scriptedServer(socket => {
		socket.write(greeting, 'latin1');
		let rest = '';
		socket.on('data', (chunk: Buffer) => {
			const lines = (rest + chunk.toString('latin1')).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				const reply = answer(line, socket);
				if (reply !== undefined) {
					socket.write(reply, 'latin1');
				}
			}
		});
		socket.once('end', () => socket.end());
	});
