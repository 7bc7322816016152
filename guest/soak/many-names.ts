import {connect} from 'node:net';
import {type ScriptedServer, scriptedServer} from '../peer/proof/scripted-server.ts';
import {WakeUp} from '../peer/wake-up.ts';
import type {Endpoint} from '../protocol/endpoint.ts';

/** Names one registers at most (docs/protocol.md, section 3). */
const NAMES_EACH = 1000;

/** Whoever holds all files of a soak: every name has the same content. */
export const allFiles = (content: Buffer): Promise<ScriptedServer> =>
	scriptedServer(socket => socket.once('data', () => socket.end(content)));

/**
Register thousands of names at a tracker, with a living holder and some dead ones, and do so again whenever the tracker was away, until the signal aborts.
*/
export const registerNames = async (
	tracker: Endpoint,
	{names, holder, signal}: {readonly names: readonly string[]; readonly holder: Endpoint; readonly signal: AbortSignal},
): Promise<void> => {
	const parts = Array.from({length: Math.ceil(names.length / NAMES_EACH)}, (_, index) =>
		names.slice(index * NAMES_EACH, (index + 1) * NAMES_EACH),
	);
	await Promise.all(
		parts.flatMap(part => [
			register(tracker, {names: part, port: holder.port, signal}),
			register(tracker, {names: part, port: 1, signal}),
		]),
	);
};

const register = async (
	tracker: Endpoint,
	{names, port, signal}: {readonly names: readonly string[]; readonly port: number; readonly signal: AbortSignal},
): Promise<void> => {
	const bell = new WakeUp();
	while (!signal.aborted) {
		using stack = new DisposableStack();
		const socket = stack.adopt(connect(tracker.port, tracker.address), opened => opened.destroy());
		socket.on('error', () => undefined).once('close', () => bell.ring());
		socket.resume().write(`ADDR crowd 127.0.0.1:${port}\n${names.map(name => `HAVE ${name}\n`).join('')}`);
		while (!socket.destroyed && !signal.aborted) {
			await bell.wait({atMostMs: 1000, signal}); // The tracker's ten minutes are six seconds.
			socket.write('WANT x\n');
		}

		await bell.wait({atMostMs: 50, signal});
	}
};
