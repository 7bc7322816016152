import {addAbortListener, once} from 'node:events';
import {connect, type Socket} from 'node:net';

/** Where the host reaches a program: a loopback address and port, the program's own or forwarded into its guest. */
export type HostPort = {readonly host: string; readonly port: number};

/**
Connect to a program on a loopback port, as long as the stack lives. Once the signal is aborted, reading throws its reason.

A port forwarded into a guest always takes the connection; if nobody listens there, it ends without a byte.
*/
export const connectLoopback = async (
	{host, port}: HostPort,
	{stack, signal}: {readonly stack: DisposableStack; readonly signal: AbortSignal},
): Promise<Socket> => {
	signal.throwIfAborted();
	// Not the socket's own asyncDispose: it throws again what reading has thrown.
	const socket = stack.adopt(connect({host, port, noDelay: true}), opened => opened.destroy());
	// Not the socket's own `signal`: Node keeps such a socket at its signal when it is long closed (26.10).
	socket.on('error', () => undefined); // Whoever reads hears of it; while nobody does it must not be fatal.
	stack.use(addAbortListener(signal, () => socket.destroy(signal.reason)));
	await once(socket, 'connect');
	return socket;
};
