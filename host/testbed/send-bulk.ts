import type {RunningVm} from '../vm/running-vm.ts';
import {connectLoopback} from '../wire/loopback-connection.ts';
import type {GuestAgent} from './guest-agent.ts';
import {FILES_PORT} from './guest-ports.ts';

/**
Bring a big file into a guest by a connection of its own: 150 MB over SSH are 20 s of work for an emulated guest, most of it encryption.

@returns What its agent answers, or undefined when it could not.
*/
export const sendBulk = async (
	{vm, agent}: {readonly vm: Pick<RunningVm, 'forwardedPort'>; readonly agent: Pick<GuestAgent, 'ask'>},
	bytes: Uint8Array,
	{path, mode, signal}: {readonly path: string; readonly mode: string; readonly signal: AbortSignal},
): Promise<Buffer | undefined> => {
	if ((await agent.ask('listen', [String(FILES_PORT)], {signal})) === undefined) {
		return undefined;
	}

	using stack = new DisposableStack();
	const at = {host: '127.0.0.1', port: vm.forwardedPort(FILES_PORT)};
	const socket = await connectLoopback(at, {stack, signal});
	socket.on('error', () => {}); // Whether all came, its agent tells.
	socket.end(bytes);
	return await agent.ask('receive', [String(bytes.length), path, mode], {signal});
};
