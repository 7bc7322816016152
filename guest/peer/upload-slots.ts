import {addAbortListener} from 'node:events';
import {TransferError} from './transfer-error.ts';

/** Asks for a place: on whose behalf, and how to take it back. */
export type SlotRequest = {
	readonly address: string;
	/** Ends the upload that has the place, when somebody else must get it. */
	readonly evict: () => void;
};

type Waiting = SlotRequest & {readonly start: (slot: Disposable) => void};

/**
Places for uploads. Who finds none waits in a queue; a free place goes to the address with the fewest, the longest waiting first.

Who waits for long takes one from the address with the most, if that has at least two more: a few addresses that read as slowly as they may cannot keep everybody else out.
*/
export class UploadSlots {
	readonly #most: number;
	readonly #mostPerAddress: number;
	readonly #patienceMs: number;
	/** Uploads of each address, the oldest first. */
	readonly #active = new Map<string, Set<SlotRequest>>();
	#count = 0;
	#queue: Waiting[] = [];

	/** @param patienceMs - How long to wait before somebody else loses a place. */
	constructor({
		most,
		mostPerAddress,
		patienceMs,
	}: {
		readonly most: number;
		readonly mostPerAddress: number;
		readonly patienceMs: number;
	}) {
		this.#most = most;
		this.#mostPerAddress = mostPerAddress;
		this.#patienceMs = patienceMs;
	}

	/** Uploads now. */
	get count(): number {
		return this.#count;
	}

	/** Waiting for a place now. */
	get queued(): number {
		return this.#queue.length;
	}

	/**
	Wait for a place. Disposing it gives it to the next.

	@throws {TransferError} If none came within `withinMs`, or before `signal` aborts.
	*/
	async take(
		request: SlotRequest,
		{withinMs, signal}: {readonly withinMs: number; readonly signal: AbortSignal},
	): Promise<Disposable> {
		const {promise, resolve, reject} = Promise.withResolvers<Disposable>();
		const waiting: Waiting = {...request, start: resolve};
		this.#queue.push(waiting);
		// AbortSignal.timeout() would live on for all of its time, however soon the place came.
		const leave = (): void => {
			this.#queue = this.#queue.filter(other => other !== waiting);
			reject(new TransferError('it left the queue'));
		};
		using _leaving = addAbortListener(signal, leave);
		const impatience = setInterval(() => this.#makeRoomFor(waiting), this.#patienceMs);
		const deadline = setTimeout(leave, withinMs);
		this.#fill();
		try {
			return await promise;
		} finally {
			clearTimeout(deadline);
			clearInterval(impatience);
		}
	}

	#fill(): void {
		while (this.#count < this.#most) {
			let next: Waiting | undefined;
			for (const waiting of this.#queue) {
				const mine = this.#of(waiting.address);
				if (mine < this.#mostPerAddress && (next === undefined || mine < this.#of(next.address))) {
					next = waiting;
				}
			}

			if (next === undefined) {
				return;
			}

			this.#queue.splice(this.#queue.indexOf(next), 1);
			next.start(this.#occupy(next));
		}
	}

	#occupy(request: SlotRequest): Disposable {
		const uploads = this.#active.get(request.address) ?? new Set();
		this.#active.set(request.address, uploads.add(request));
		this.#count++;
		return {
			[Symbol.dispose]: () => {
				if (!uploads.delete(request)) {
					return;
				}

				this.#count--;
				if (uploads.size === 0) {
					this.#active.delete(request.address);
				}

				this.#fill();
			},
		};
	}

	#makeRoomFor({address}: Waiting): void {
		const [busiest] = [...this.#active.values()].sort((one, other) => other.size - one.size);
		if (busiest !== undefined && busiest.size >= this.#of(address) + 2) {
			[...busiest].at(-1)?.evict(); // The youngest: it loses least.
		}
	}

	#of(address: string): number {
		return this.#active.get(address)?.size ?? 0;
	}
}
