import type {Server, Socket} from 'node:net';
import {createServer} from 'node:net';
import {abortable} from '../../guest/net/abortable.ts';
import {FrameSplitter} from './frame-splitter.ts';
import {QUEUE_BYTES} from './port.ts';

/** Where a cable can be plugged in: it takes what the machine sends, whole frames or not. */
export type CableEnd = {
	/** @returns Whether it was all frames; after bytes that are none the cable is cut. */
	readonly take: (chunk: Buffer, splitter: FrameSplitter) => boolean;
	/** The machine has hung up. */
	readonly lost: () => void;
};

/**
The cable of one machine that outlives its network: QEMU connects to it once, and one switch after another is its other end.

Plugged in nowhere, what the machine sends is lost; only the borders of its frames are followed, so that the next switch starts with a whole one.
*/
export class Cable implements AsyncDisposable {
	/** The Unix socket that QEMU connects to. */
	readonly path: string;
	readonly #server: Server;
	readonly #connected = Promise.withResolvers<Socket>();
	#socket: Socket | undefined;
	#splitter = new FrameSplitter();
	#end: CableEnd | undefined;

	/** @param path - Of a Unix socket that is not there yet, at most 103 bytes. */
	static async lay(path: string): Promise<Cable> {
		const cable = new Cable(path);
		const listening = Promise.withResolvers<void>();
		cable.#server.on('error', listening.reject);
		cable.#server.listen(path, listening.resolve);
		await listening.promise;
		return cable;
	}

	private constructor(path: string) {
		this.path = path;
		this.#server = createServer({highWaterMark: QUEUE_BYTES}, socket => this.#connect(socket));
	}

	/** The machine's side, once it is there. */
	async socket({signal}: {readonly signal: AbortSignal}): Promise<Socket> {
		signal.throwIfAborted();
		return abortable(this.#connected.promise, signal);
	}

	/** What the machine sends from now on goes to this end. */
	plug(end: CableEnd): void {
		this.#end = end;
	}

	/** Pull it out; nothing happens when it is plugged in elsewhere by now. */
	pull(end: CableEnd): void {
		if (this.#end === end) {
			this.#end = undefined;
			this.#socket?.resume(); // It may have been held up for somebody on the network it leaves.
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const closed = new Promise<void>(resolve => {
			this.#server.close(() => resolve());
		});
		this.#socket?.destroy();
		await closed;
	}

	#connect(socket: Socket): void {
		this.#socket?.destroy(); // A machine that was started anew.
		this.#socket = socket;
		this.#splitter = new FrameSplitter();
		socket.on('data', (chunk: Buffer) => {
			if (!this.#take(chunk)) {
				socket.destroy();
			}
		});
		socket.on('error', () => {}); // The machine died; 'close' follows and says all there is to say.
		socket.on('close', () => {
			if (this.#socket === socket) {
				this.#end?.lost();
			}
		});
		this.#connected.resolve(socket);
	}

	#take(chunk: Buffer): boolean {
		if (this.#end !== undefined) {
			return this.#end.take(chunk, this.#splitter);
		}

		try {
			this.#splitter.push(chunk, () => {});
			return true;
		} catch (error) {
			if (error instanceof RangeError) {
				return false;
			}

			throw error;
		}
	}
}
