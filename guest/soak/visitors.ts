import {addAbortListener} from 'node:events';
import {connect, type Socket} from 'node:net';
import {WakeUp} from '../peer/wake-up.ts';
import type {Endpoint} from '../protocol/endpoint.ts';

/** Somebody who comes again and again until the signal aborts, and counts each visit. */
export type Visitor = (at: Endpoint, options: VisitorOptions) => Promise<void>;

/** What a visitor needs; `count` is called with each visit. */
export type VisitorOptions = {
	readonly random: () => number;
	readonly signal: AbortSignal;
	readonly count: () => void;
	/** Names of files the peer may have. */
	readonly names: readonly string[];
};

const visit = async (
	at: Endpoint,
	signal: AbortSignal,
	act: (socket: Socket, pause: (ms: number) => Promise<void>) => Promise<void>,
): Promise<void> => {
	using stack = new DisposableStack();
	const over = new AbortController();
	const socket = stack.adopt(connect(at.port, at.address), opened => opened.destroy());
	stack.use(addAbortListener(signal, () => over.abort()));
	socket.on('error', () => undefined).once('close', () => over.abort());
	const bell = new WakeUp();
	await act(socket, async ms => {
		await bell.wait({atMostMs: ms, signal: over.signal});
	});
};

/** Asks a peer for a file, and reads as slowly as it may. */
export const slowReader: Visitor = async (at, {random, signal, count, names}) => {
	while (!signal.aborted) {
		await visit(at, signal, async (socket, pause) => {
			socket.pause().write(`GET ${names[Math.floor(random() * names.length)]} OSP2P\n`);
			for (let turn = 0; turn < 30 && !socket.destroyed; turn++) {
				await pause(20 + 30 * random());
				socket.read(1);
			}
		});
		count();
	}
};

/** Says what one says to a tracker or peer, one byte a packet, and often not to the end. */
export const oneByteSender: Visitor = async (at, {random, signal, count, names}) => {
	while (!signal.aborted) {
		const name = names[Math.floor(random() * names.length)] ?? '';
		const lines = [
			`GET ${name} OSP2P\n`,
			`WANT ${name}\nWHO\n`,
			'BLOCKNOTIFY\nWHO\nWHO\nLIST\n',
			'ADDR x 127.0.0.1:80\n',
		];
		const text = lines[Math.floor(random() * lines.length)] ?? '';
		await visit(at, signal, async (socket, pause) => {
			socket.setNoDelay(true).resume();
			for (const byte of text.slice(0, Math.ceil(text.length * (0.5 + random())))) {
				if (socket.destroyed) {
					break;
				}

				socket.write(byte);
				await pause(1);
			}
		});
		count();
	}
};

/** Connects, says nothing, and stays until it is thrown out or has enough. */
export const silentVisitor: Visitor = async (at, {random, signal, count}) => {
	while (!signal.aborted) {
		await visit(at, signal, async (socket, pause) => {
			socket.resume();
			await pause(300 * random());
		});
		count();
	}
};

/** Subscribes at a tracker, registers under another port each time, and asks for everything. */
export const restlessClient: Visitor = async (at, {random, signal, count, names}) => {
	while (!signal.aborted) {
		await visit(at, signal, async (socket, pause) => {
			const port = 1 + Math.floor(random() * 65_000);
			socket.resume().write(`ADDR restless 127.0.0.1:${port}\nNOTIFY\nWHO\nLIST\nWANT ${names[0]}\nHAVE x${port}\n`);
			await pause(100 * random());
			socket.end('QUIT\n');
			await pause(50);
		});
		count();
	}
};
