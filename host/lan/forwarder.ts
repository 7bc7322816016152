import {MIN_FRAME_BYTES, PREFIX_BYTES} from './frame-splitter.ts';
import {isGroup, type Mac, type MacTable, macAt} from './mac-table.ts';
import type {Port} from './port.ts';

/** How often an address that keeps sending is learnt anew, in milliseconds: often enough never to age, too seldom to cost. */
const RELEARN_MS = 1000;

/**
Decides where frames go, and sends neighbouring frames with one destination on as one slice of the buffer they came in.

One for each port, since what it remembers is about one sender: the last two addresses and where they led.
*/
export class Forwarder {
	readonly #from: Port;
	readonly #table: MacTable<Port>;
	readonly #others: () => Iterable<Port>;
	readonly #touched = new Set<Port>();
	#nowMs = 0;
	#source: Mac = -1;
	#sourceMs = Number.NEGATIVE_INFINITY;
	#target: Mac = -1;
	/** Where frames to `#target` go; `undefined`: to all others. Looked up once a chunk, since the table changes. */
	#to: Port | undefined;
	#run: {buffer: Buffer; start: number; end: number; frames: number} | undefined;

	constructor(from: Port, {table, others}: {readonly table: MacTable<Port>; readonly others: () => Iterable<Port>}) {
		this.#from = from;
		this.#table = table;
		this.#others = others;
	}

	/** A chunk of frames begins. */
	begin(nowMs: number): void {
		this.#nowMs = nowMs;
		this.#target = -1;
	}

	/** Take one frame of the chunk. */
	take(buffer: Buffer, start: number, end: number): void {
		this.#from.counts.framesIn += 1;
		if (end - start < MIN_FRAME_BYTES) {
			this.#from.counts.runts += 1;
			return;
		}

		this.#learn(macAt(buffer, start + 6));
		const target = macAt(buffer, start);
		if (target !== this.#target) {
			this.#sendRun();
			this.#target = target;
			this.#to = isGroup(target) ? undefined : this.#table.find(target, this.#nowMs);
		}

		const run = this.#run;
		if (run?.buffer === buffer && run.end === start - PREFIX_BYTES) {
			run.end = end;
			run.frames += 1;
			return;
		}

		this.#sendRun();
		this.#run = {buffer, start: start - PREFIX_BYTES, end, frames: 1};
	}

	/** The chunk is done: everything leaves. */
	finish(): void {
		this.#sendRun();
		for (const port of this.#touched) {
			port.flush(this.#from);
		}

		this.#touched.clear();
	}

	#learn(source: Mac): void {
		if (source !== this.#source || this.#nowMs - this.#sourceMs > RELEARN_MS) {
			this.#source = source;
			this.#sourceMs = this.#nowMs;
			this.#table.learn(source, this.#from, this.#nowMs);
		}
	}

	#sendRun(): void {
		if (this.#run === undefined) {
			return;
		}

		const {buffer, start, end, frames} = this.#run;
		this.#run = undefined;
		const bytes = buffer.subarray(start, end);
		if (this.#to !== undefined) {
			this.#send(this.#to, bytes, frames);
			return;
		}

		for (const port of this.#others()) {
			this.#send(port, bytes, frames);
		}
	}

	#send(port: Port, bytes: Buffer, frames: number): void {
		// A frame for its own sender is not sent back, or a wrong address would loop.
		if (port !== this.#from) {
			port.send(bytes, frames);
			this.#touched.add(port);
		}
	}
}
