import {connect, type Socket} from 'node:net';
import type {Endpoint} from '../../guest/protocol/endpoint.ts';
import {mayGrow} from './memory-limit.ts';

/** Longest reply a mutant reads, in bytes, and how long it waits for one, in milliseconds. */
const MAX_REPLY_BYTES = 1024 * 1024;
const REPLY_MS = 5000;

/** How long those with a hole wait. */
const REPLY_MS_OF: Readonly<Record<string, number>> = {
	'no-reply-limit': 2 ** 30,
	'serves-after-downloads': 2 ** 30,
	'dies-without-its-tracker': 2000,
};

/** Between losing a tracker and trying it again, in milliseconds. */
const PAUSE_MS = 1000;

/** A mutant peer's side of the tracker: registered whenever it can be, one request at a time. */
export class TrackerClient {
	readonly #tracker: Endpoint;
	readonly #servesAt: number;
	readonly #hole: string;
	readonly #haves: string[] = [];
	#socket: Socket | undefined;
	#queue: Promise<unknown> = Promise.resolve();
	#take: (chunk: Buffer) => void = () => {};

	constructor(tracker: Endpoint, {servesAt, hole}: {readonly servesAt: number; readonly hole: string}) {
		this.#tracker = tracker;
		this.#servesAt = servesAt;
		this.#hole = hole;
	}

	/** Registers a file, now and after every reconnection. */
	async have(request: string): Promise<void> {
		this.#haves.push(request);
		await this.ask(request);
	}

	/** @returns The data lines of the reply; none when the tracker is away, lies, or refuses. */
	async ask(request: string): Promise<string[]> {
		const asking = this.#queue.then(async () => this.#ask(request));
		this.#queue = asking.catch(() => {});
		return asking;
	}

	/** `a.b.c.d:port` of ourselves, as a tracker names us. */
	get self(): string {
		return `${this.#socket?.localAddress ?? '127.0.0.1'}:${this.#servesAt}`;
	}

	async #ask(request: string): Promise<string[]> {
		if (this.#socket === undefined || this.#socket.destroyed) {
			await this.#register();
		}

		return this.#exchange(`${request}\n`);
	}

	async #register(): Promise<void> {
		const socket = connect({host: this.#tracker.address, port: this.#tracker.port});
		this.#socket = socket;
		socket.on('error', () => {});
		socket.on('data', (chunk: Buffer) => this.#take(chunk));
		socket.on('close', () => {
			if (this.#hole === 'dies-when-tracker-leaves') {
				process.exit(1);
			}

			this.#take(Buffer.alloc(0));
			setTimeout(() => void this.ask('WHO'), PAUSE_MS); // Be known again soon.
		});
		await this.#exchange('');
		await this.#exchange(`ADDR mutant-${process.pid} ${socket.localAddress ?? '127.0.0.1'}:${this.#servesAt}\n`);
		for (const have of this.#haves) {
			await this.#exchange(`${have}\n`);
		}
	}

	/** Sends a request and takes all lines up to the terminator. A reply that is too long or too slow ends the connection. */
	async #exchange(request: string): Promise<string[]> {
		const socket = this.#socket;
		if (socket === undefined || socket.destroyed) {
			return [];
		}

		const done = Promise.withResolvers<string[]>();
		const chunks: Buffer[] = [];
		let bytes = 0;
		this.#take = chunk => {
			bytes += chunk.length;
			if (mayGrow()) {
				chunks.push(this.#hole === 'one-read-one-line' ? Buffer.concat([chunk, Buffer.from('\n')]) : chunk);
			}

			if (this.#hole === 'dies-of-long-reply' && bytes > 4096) {
				process.exit(1);
			}

			if (socket.destroyed || (bytes > MAX_REPLY_BYTES && this.#hole !== 'no-reply-limit')) {
				socket.destroy();
				done.resolve([]);
			} else if (bytes <= MAX_REPLY_BYTES) {
				const lines = Buffer.concat(chunks).toString('latin1').split('\n').slice(0, -1);
				if (lines.some(line => /^\d{3} /.test(line))) {
					done.resolve(lines.filter(line => !/^\d{3}[- ]/.test(line)));
				}
			}
		};
		const giveUp = setTimeout(() => socket.destroy(), REPLY_MS_OF[this.#hole] ?? REPLY_MS);
		socket.write(request, 'latin1');
		const lines = await done.promise;
		clearTimeout(giveUp);
		this.#take = () => {};
		return lines;
	}
}
