import {addAbortListener} from 'node:events';

/** A semaphore of so many places; who asks first is served first, so that who asks for much is not passed over for ever. */
export class Semaphore {
	readonly #most: number;
	#taken = 0;
	readonly #queue: Array<{readonly wanted: number; readonly enter: () => void}> = [];

	constructor(most: number) {
		this.#most = most;
	}

	/**
	Wait until there is room for so many more. Who asks for more than there ever is gets it when nobody else is there.

	@throws The signal's reason.
	*/
	async take(wanted: number, {signal}: {readonly signal: AbortSignal}): Promise<void> {
		signal.throwIfAborted();
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const place = {wanted, enter: resolve};
		using _leaving = addAbortListener(signal, () => {
			const index = this.#queue.indexOf(place);
			if (index !== -1) {
				this.#queue.splice(index, 1);
				reject(signal.reason);
				this.#admit();
			}
		});
		this.#queue.push(place);
		this.#admit();
		await promise;
	}

	/** So many are gone. */
	leave(count: number): void {
		this.#taken -= count;
		this.#admit();
	}

	#admit(): void {
		for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
			if (this.#taken > 0 && this.#taken + next.wanted > this.#most) {
				return;
			}

			this.#queue.shift();
			this.#taken += next.wanted;
			next.enter();
		}
	}
}
