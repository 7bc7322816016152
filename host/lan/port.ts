import type {Socket} from 'node:net';
import type {Owner} from './owner.ts';

/** Bytes that may wait for one port before its senders are held up. */
export const QUEUE_BYTES = 1024 * 1024;

/** How long senders are held up for a port that does not read, in milliseconds. After that its frames are dropped until it reads again. */
export const PATIENCE_MS = 500;

/** What went through one port, in frames and bytes; `in` is towards the switch. */
export type PortCounts = {
	framesIn: number;
	bytesIn: number;
	framesOut: number;
	bytesOut: number;
	/** Frames dropped because the port did not read. */
	overflowed: number;
	/** Times the port was disconnected for bytes that are no frames. */
	malformed: number;
	/** Frames too short to have addresses. */
	runts: number;
	/** Frames dropped because they named another sender than the port's owner. */
	forged: number;
};

/**
One socket of the switch, by name, whether something is plugged in or not.

Its queue is bounded without losing frames needlessly: senders wait while it is full, but only so long; a port that never reads delays nobody twice.
*/
export class Port {
	readonly name: string;
	/** Ports are numbered from 0 in the order of their making. */
	readonly number: number;
	readonly counts: PortCounts = {
		framesIn: 0,
		bytesIn: 0,
		framesOut: 0,
		bytesOut: 0,
		overflowed: 0,
		malformed: 0,
		runts: 0,
		forged: 0,
	};
	/** Who alone may send here; anybody when undefined. */
	owner: Owner | undefined;
	#socket: Socket | undefined;
	#corked = false;
	#stuck = false;
	#patience: NodeJS.Timeout | undefined;
	readonly #patienceMs: number;
	readonly #waiting = new Set<Port>();
	readonly #onDrain = (): void => this.#relax();

	constructor(name: string, number: number, patienceMs = PATIENCE_MS) {
		this.name = name;
		this.number = number;
		this.#patienceMs = patienceMs;
	}

	get isPlugged(): boolean {
		return this.#socket !== undefined;
	}

	/** A cable was plugged in; one that was there before is pulled out. */
	plug(socket: Socket): void {
		this.#socket?.destroy();
		this.#socket = socket;
		socket.on('drain', this.#onDrain);
	}

	/** The socket is gone, or goes elsewhere. Senders that waited for it go on. */
	unplug(socket: Socket): void {
		if (this.#socket === socket) {
			this.#socket = undefined;
			socket.off('drain', this.#onDrain);
			if (this.#corked) {
				socket.uncork();
			}

			this.#corked = false;
			this.#relax();
		}
	}

	/** Queue frames, each with its length before it. `flush()` sends them off. */
	send(frames: Buffer, count: number): void {
		if (this.#socket === undefined) {
			return;
		}

		if (this.#stuck) {
			this.counts.overflowed += count;
			return;
		}

		if (!this.#corked) {
			this.#corked = true;
			this.#socket.cork();
		}

		this.counts.framesOut += count;
		this.counts.bytesOut += frames.length;
		this.#socket.write(frames);
	}

	/** Send off what was queued, and hold `sender` up if that is too much. @returns Whether nothing waits any more. */
	flush(sender: Port | undefined): boolean {
		if (this.#socket === undefined || !this.#corked) {
			return false;
		}

		this.#corked = false;
		this.#socket.uncork();
		if (this.#socket.writableLength > QUEUE_BYTES) {
			if (sender !== undefined) {
				this.#waiting.add(sender);
				sender.#socket?.pause();
			}

			this.#patience ??= setTimeout(() => this.#losePatience(), this.#patienceMs);
		}

		return this.#socket.writableLength === 0;
	}

	#losePatience(): void {
		this.#stuck = true;
		this.#release();
	}

	#relax(): void {
		clearTimeout(this.#patience);
		this.#patience = undefined;
		this.#stuck = false;
		this.#release();
	}

	#release(): void {
		for (const sender of this.#waiting) {
			sender.#socket?.resume();
		}

		this.#waiting.clear();
	}
}
