import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {FrameSplitter, withLength} from './frame-splitter.ts';

/** A network card of the host itself, plugged into a port of the switch: for tests and measurements. */
export type Card = AsyncDisposable & {
	/** Send one frame. */
	send(frame: Uint8Array): void;
	/** Send bytes as they are, framed or not. */
	sendRaw(bytes: Uint8Array): void;
	/** Send bytes as they are, and wait until the network has taken them. */
	handOver(bytes: Uint8Array): Promise<void>;
	/** The next frame that arrives, or arrived unseen. */
	next(): Promise<Buffer>;
	/** Frames that arrived and were not asked for with `next()`. */
	readonly unseen: readonly Buffer[];
	/** Stop reading, and go on. */
	pause(): void;
	resume(): void;
	/** The other side pulled the cable. */
	readonly unplugged: Promise<void>;
};

/** Plug a card into the port at this path. */
export const connectCard = async (path: string): Promise<Card> => {
	const socket = connect(path);
	await once(socket, 'connect');
	return cardOn(socket);
};

/** A card on a connection there is. */
export const cardOn = (socket: Socket): Card => {
	const splitter = new FrameSplitter();
	const unseen: Buffer[] = [];
	const askers: ((frame: Buffer) => void)[] = [];
	socket.on('data', (chunk: Buffer) => {
		splitter.push(chunk, (buffer, start, end) => {
			const frame = Buffer.from(buffer.subarray(start, end));
			const asker = askers.shift();
			if (asker === undefined) {
				unseen.push(frame);
			} else {
				asker(frame);
			}
		});
	});
	socket.on('error', () => {});
	const unplugged = new Promise<void>(resolve => {
		socket.once('close', () => resolve());
	});
	return {
		send: frame => socket.write(withLength(frame)),
		sendRaw: bytes => socket.write(bytes),
		handOver: bytes =>
			new Promise(resolve => {
				socket.write(bytes, () => resolve());
			}),
		next: async () => unseen.shift() ?? new Promise<Buffer>(resolve => askers.push(resolve)),
		unseen,
		pause: () => void socket.pause(),
		resume: () => void socket.resume(),
		unplugged,
		async [Symbol.asyncDispose]() {
			socket.destroy();
			await unplugged;
		},
	};
};
