import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {text} from 'node:stream/consumers';

/** A port that a tracker under test is told to call, and the calls that came. */
export type VectorListener = AsyncDisposable & {
	readonly port: number;
	/** All that the next caller says until it ends; undefined when nobody calls in time. */
	readonly nextCall: (deadlineMs: number) => Promise<string | undefined>;
};

/** Listen for a tracker's calls. */
export const vectorListener = async (at: string): Promise<VectorListener> => {
	const callers: Socket[] = [];
	const server = createServer(socket => {
		socket.on('error', () => {});
		callers.push(socket);
		server.emit('caller');
	});
	server.listen(0, at);
	await once(server, 'listening');
	server.on('error', () => undefined); // A caller that could not be let in has not come.
	const {port} = server.address() as {port: number};
	return {
		port,
		async nextCall(deadlineMs) {
			if (callers.length === 0) {
				await once(server, 'caller', {signal: AbortSignal.timeout(deadlineMs)}).catch(() => undefined);
			}

			const caller = callers.shift();
			return caller && text(caller.setEncoding('latin1'));
		},
		async [Symbol.asyncDispose]() {
			for (const caller of callers) {
				caller.destroy();
			}

			server.close();
		},
	};
};
