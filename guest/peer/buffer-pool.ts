import {SEND_BYTES} from './send-file.ts';

/** Buffers for uploads, used again: as many exist as uploads ran at once. */
export class BufferPool {
	readonly #free: Buffer[] = [];

	/** A buffer of `SEND_BYTES` bytes, ours until it is disposed. */
	lend(): Disposable & {readonly buffer: Buffer} {
		const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(SEND_BYTES);
		return {buffer, [Symbol.dispose]: () => this.#free.push(buffer)};
	}
}
