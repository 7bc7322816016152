import {TransferError} from './transfer-error.ts';

type Waiting = {readonly address: string; readonly start: (slot: Disposable) => void};

/** Places for uploads. Who finds none waits in a queue; a free place goes to the address with the fewest, the longest waiting first. */
export class UploadSlots {
	readonly #most: number;
	readonly #mostPerAddress: number;
	readonly #active = new Map<string, number>();
	#count = 0;
	#queue: Waiting[] = [];

	constructor({most, mostPerAddress}: {readonly most: number; readonly mostPerAddress: number}) {
		this.#most = most;
		this.#mostPerAddress = mostPerAddress;
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

	@throws {TransferError} If none came before `signal` aborts.
	*/
	async take(address: string, {signal}: {readonly signal: AbortSignal}): Promise<Disposable> {
		const {promise, resolve, reject} = Promise.withResolvers<Disposable>();
		const waiting: Waiting = {address, start: resolve};
		this.#queue.push(waiting);
		const leave = (): void => {
			this.#queue = this.#queue.filter(other => other !== waiting);
			reject(new TransferError('it left the queue'));
		};
		signal.addEventListener('abort', leave, {once: true});
		if (signal.aborted) {
			leave();
		}

		this.#fill();
		try {
			return await promise;
		} finally {
			signal.removeEventListener('abort', leave);
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
			this.#change(next.address, 1);
			next.start(this.#slotOf(next.address));
		}
	}

	#slotOf(address: string): Disposable {
		let isTaken = true;
		return {
			[Symbol.dispose]: () => {
				if (isTaken) {
					isTaken = false;
					this.#change(address, -1);
					this.#fill();
				}
			},
		};
	}

	#of(address: string): number {
		return this.#active.get(address) ?? 0;
	}

	#change(address: string, by: number): void {
		this.#count += by;
		const now = this.#of(address) + by;
		if (now === 0) {
			this.#active.delete(address);
		} else {
			this.#active.set(address, now);
		}
	}
}
