import type {Port} from './port.ts';

/** Bytes of frames under way at once on the whole network. What comes on top is lost and counted as an overflow of its port. */
const MAX_HELD_BYTES = 128 * 1024 * 1024;

/** A timer may fire this much early, in milliseconds, rather than be set anew: timers count whole milliseconds. */
const EARLY_MS = 0.5;

type Held = {readonly dueMs: number; readonly order: number; readonly port: Port; readonly frame: Buffer};

/** Frames under way, each until its time: a heap by due time, then by order of entry, and one timer for the first of them. */
export class DelayLine implements Disposable {
	readonly #heap: Held[] = [];
	#order = 0;
	#bytes = 0;
	#timer: NodeJS.Timeout | undefined;
	#timerMs = Number.POSITIVE_INFINITY;

	/** Send a frame, its length before it, to a port at `dueMs` on the clock of `performance.now()`. */
	add(frame: Buffer, port: Port, dueMs: number): void {
		if (this.#bytes + frame.length > MAX_HELD_BYTES) {
			port.counts.overflowed += 1;
			return;
		}

		this.#bytes += frame.length;
		this.#order += 1;
		this.#push({dueMs, order: this.#order, port, frame});
		this.#arm();
	}

	/** Send all that is due. */
	run(nowMs: number): void {
		const touched = new Set<Port>();
		for (let first = this.#heap[0]; first !== undefined && first.dueMs <= nowMs; first = this.#heap[0]) {
			this.#shift();
			this.#bytes -= first.frame.length;
			first.port.send(first.frame, 1);
			touched.add(first.port);
		}

		for (const port of touched) {
			port.flush(undefined);
		}
	}

	[Symbol.dispose](): void {
		clearTimeout(this.#timer);
		this.#heap.length = 0;
	}

	#arm(): void {
		const first = this.#heap[0];
		if (first === undefined || first.dueMs >= this.#timerMs) {
			return;
		}

		clearTimeout(this.#timer);
		this.#timerMs = first.dueMs;
		this.#timer = setTimeout(
			() => {
				this.#timerMs = Number.POSITIVE_INFINITY;
				this.run(performance.now() + EARLY_MS);
				this.#arm();
			},
			Math.max(0, Math.floor(first.dueMs - performance.now())),
		);
	}

	#push(held: Held): void {
		const heap = this.#heap;
		let at = heap.length;
		heap.push(held);
		while (at > 0) {
			const parentAt = (at - 1) >> 1;
			const parent = heap[parentAt];
			if (parent === undefined || isBefore(parent, held)) {
				break;
			}

			heap[at] = parent;
			at = parentAt;
		}

		heap[at] = held;
	}

	#shift(): void {
		const heap = this.#heap;
		const last = heap.pop();
		if (last === undefined || heap.length === 0) {
			return;
		}

		let at = 0;
		for (;;) {
			const left = heap[2 * at + 1];
			const right = heap[2 * at + 2];
			const useRight = left !== undefined && right !== undefined && isBefore(right, left);
			const child = useRight ? right : left;
			if (child === undefined || isBefore(last, child)) {
				break;
			}

			heap[at] = child;
			at = 2 * at + (useRight ? 2 : 1);
		}

		heap[at] = last;
	}
}

const isBefore = (left: Held, right: Held): boolean =>
	left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.order < right.order);
