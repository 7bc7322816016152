import {addAbortListener} from 'node:events';

/** A bell one task waits at and others ring. A ring while nobody waits is not lost; many rings are one. */
export class WakeUp {
	#isRung = false;
	#wake: (() => void) | undefined;

	/** Wake the waiting task, or let its next wait end at once. */
	ring(): void {
		this.#isRung = true;
		this.#wake?.();
	}

	/**
	Wait for a ring, `atMostMs` milliseconds, or the abort of `signal`, whatever comes first.

	@returns Whether it was a ring.
	*/
	async wait({atMostMs, signal}: {readonly atMostMs: number; readonly signal: AbortSignal}): Promise<boolean> {
		if (!this.#isRung && !signal.aborted) {
			const {promise, resolve} = Promise.withResolvers<void>();
			this.#wake = resolve;
			const timer = setTimeout(resolve, atMostMs);
			using _leaving = addAbortListener(signal, () => resolve());
			await promise;
			clearTimeout(timer);
			this.#wake = undefined;
		}

		const wasRung = this.#isRung;
		this.#isRung = false;
		return wasRung;
	}
}
