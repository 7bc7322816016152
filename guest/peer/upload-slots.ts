import {addAbortListener} from 'node:events';
import {whoGivesWay} from './fair-share.ts';
import {TransferError} from './transfer-error.ts';

/** Asks for a place: on whose behalf, and how to take it back. */
export type SlotRequest = {
	readonly address: string;
	/** Ends the upload that has the place, when somebody else must get it. */
	readonly evict: () => void;
	/** Whether the reader takes its file at a good rate. */
	readonly isServed: () => boolean;
};

/** `isPromised`: somebody gives up a place for it. */
type Waiting = SlotRequest & {readonly start: (slot: Disposable) => void; isPromised: boolean};

/**
Places for uploads. Who finds none waits in a queue; a free place goes to the address with the fewest, the longest waiting first.

Who waits for a moment takes one from whoever has to give way (`whoGivesWay()`): a few addresses that read as slowly as they may cannot keep everybody else out, nor a few readers the others of their address.
*/
export class UploadSlots {
	readonly #most: number;
	readonly #mostPerAddress: number;
	readonly #patienceMs: number;
	/** Uploads, the oldest first. */
	readonly #active = new Set<SlotRequest>();
	/** Uploads that were told to end and have not yet. */
	readonly #ending = new Set<SlotRequest>();
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
		return this.#active.size + this.#ending.size;
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
		const waiting: Waiting = {...request, start: resolve, isPromised: false};
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
		while (this.count < this.#most) {
			const next = this.#queue.find(({isPromised}) => isPromised) ?? this.#fewest();
			if (next === undefined) {
				return;
			}

			this.#queue.splice(this.#queue.indexOf(next), 1);
			next.start(this.#occupy(next));
		}
	}

	/** Who of those that wait has the fewest places, the longest waiting first. */
	#fewest(): Waiting | undefined {
		const places = new Map<string, number>();
		for (const {address} of this.#active) {
			places.set(address, (places.get(address) ?? 0) + 1);
		}

		const of = ({address}: SlotRequest): number => places.get(address) ?? 0;
		let next: Waiting | undefined;
		for (const waiting of this.#queue) {
			if (of(waiting) < this.#mostPerAddress && (next === undefined || of(waiting) < of(next))) {
				next = waiting;
			}
		}

		return next;
	}

	#occupy(request: SlotRequest): Disposable {
		this.#active.add(request);
		return {
			[Symbol.dispose]: () => {
				if (this.#active.delete(request) || this.#ending.delete(request)) {
					this.#fill();
				}
			},
		};
	}

	#makeRoomFor(waiting: Waiting): void {
		if (waiting.isPromised) {
			return;
		}

		const promised = this.#queue.filter(({isPromised}) => isPromised);
		const claims = [...this.#active, ...promised].map((request, index) => ({
			request,
			address: request.address,
			isServed: request.isServed(),
			loss: (request.isServed() ? 0 : -1e9) - index, // The youngest loses least.
		}));
		const loser = whoGivesWay(claims, waiting.address, {mostPerAddress: this.#mostPerAddress})?.request;
		if (loser !== undefined && this.#active.delete(loser)) {
			waiting.isPromised = true;
			this.#ending.add(loser);
			loser.evict();
		}
	}
}
