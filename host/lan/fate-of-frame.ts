import type {Random} from '../../guest/net/seeded-random.ts';
import type {FaultKind, LinkFaults} from './link-faults.ts';

/** What becomes of one frame: when each copy arrives, in milliseconds on the caller's clock. No copy: it is lost. */
export type Fate = {
	readonly copies: readonly {readonly dueMs: number; readonly corrupted: boolean}[];
	/** Which faults struck it. */
	readonly hits: readonly FaultKind[];
};

/** Default of `queueBytes`. */
const QUEUE_BYTES = 65_536;

/** Default of `reorderMs`. */
const REORDER_MS = 20;

/**
One direction of a link over time: decides each frame's fate from the faults, the random stream and what is already under way.

Frames keep their order, and their transmissions under `bytesPerSecond` never overlap; so any stretch of time carries at most the rate, and one frame more.
*/
export class FateOfFrames {
	readonly #random: Random;
	/** When the last frame in order arrives. Later ones arrive no earlier, even once the link is healed. */
	#lastDueMs = Number.NEGATIVE_INFINITY;
	/** Frames that wait for their turn under `bytesPerSecond`. */
	#queue: {readonly startMs: number; readonly bytes: number}[] = [];
	/** Transmissions of frames that were held back, ahead of the others' time. */
	#reserved: {readonly fromMs: number; readonly toMs: number}[] = [];

	constructor(random: Random) {
		this.#random = random;
	}

	/** When everything that entered has left. */
	get lastDueMs(): number {
		return Math.max(this.#lastDueMs, ...this.#reserved.map(({toMs}) => toMs));
	}

	/** Decide about a frame of so many bytes that enters now. */
	decide(bytes: number, nowMs: number, faults: LinkFaults): Fate {
		// Always the same number of draws a frame, so that one fault's share does not shift another's random choices.
		const [lost, strayed, doubled, overtaken, corrupted] = [
			this.#random(),
			this.#random(),
			this.#random(),
			this.#random(),
			this.#random(),
		];
		if (faults.cut) {
			return {copies: [], hits: ['cut']};
		}

		if (lost < (faults.lossShare ?? 0)) {
			return {copies: [], hits: ['loss']};
		}

		const {delayMs = 0, jitterMs = 0} = faults;
		const hits: FaultKind[] = delayMs > 0 ? ['delay'] : [];
		const isOvertaken = overtaken < (faults.reorderShare ?? 0);
		const isDouble = doubled < (faults.duplicateShare ?? 0);
		const isCorrupted = corrupted < (faults.corruptShare ?? 0);
		const readyMs = nowMs + delayMs + (2 * strayed - 1) * jitterMs;
		const copies: {dueMs: number; corrupted: boolean}[] = [];
		for (let copy = 0; copy < (isDouble ? 2 : 1); copy++) {
			const dueMs = this.#transmit(bytes, {nowMs, readyMs, isOvertaken, faults});
			if (dueMs === undefined) {
				hits.push('rate');
				return {copies, hits};
			}

			copies.push({dueMs, corrupted: isCorrupted});
			if (copy > 0) {
				hits.push('duplicate');
			}
		}

		if (faults.bytesPerSecond !== undefined && this.#queue.some(({startMs}) => startMs > readyMs)) {
			hits.push('rate');
		}

		if (isOvertaken) {
			hits.push('reorder');
		}

		if (isCorrupted) {
			hits.push('corrupt');
		}

		return {copies, hits};
	}

	/** @returns When the frame's last byte arrives, or `undefined` if the queue is full. */
	#transmit(
		bytes: number,
		{
			nowMs,
			readyMs,
			isOvertaken,
			faults,
		}: {readonly nowMs: number; readonly readyMs: number; readonly isOvertaken: boolean; readonly faults: LinkFaults},
	): number | undefined {
		const {bytesPerSecond = Number.POSITIVE_INFINITY, queueBytes = QUEUE_BYTES, reorderMs = REORDER_MS} = faults;
		const durationMs = (bytes / bytesPerSecond) * 1000;
		this.#reserved = this.#reserved.filter(({toMs}) => toMs > nowMs);
		this.#queue = this.#queue.filter(({startMs}) => startMs > nowMs + (faults.delayMs ?? 0));
		const inOrderMs = Math.max(readyMs, this.#lastDueMs);
		const startMs = this.#firstGap(isOvertaken ? inOrderMs + reorderMs : inOrderMs, durationMs);
		if (faults.bytesPerSecond !== undefined) {
			const waitingBytes = this.#queue.reduce((sum, waiting) => sum + waiting.bytes, 0);
			if (waitingBytes > 0 && waitingBytes + bytes > queueBytes) {
				return undefined;
			}

			this.#queue.push({startMs, bytes});
		}

		const dueMs = startMs + durationMs;
		if (isOvertaken) {
			this.#reserved.push({fromMs: startMs, toMs: dueMs});
		} else {
			this.#lastDueMs = dueMs;
		}

		return dueMs;
	}

	#firstGap(fromMs: number, durationMs: number): number {
		let startMs = fromMs;
		for (const slot of this.#reserved.toSorted((left, right) => left.fromMs - right.fromMs)) {
			if (slot.fromMs < startMs + durationMs && slot.toMs > startMs) {
				startMs = slot.toMs;
			}
		}

		return startMs;
	}
}
