import type {DelayLine} from './delay-line.ts';
import type {Side} from './flow.ts';
import type {FlowTable} from './flow-table.ts';
import {MIN_FRAME_BYTES, PREFIX_BYTES, withLength} from './frame-splitter.ts';
import {impair} from './impairment.ts';
import type {LinkDirection} from './link-direction.ts';
import {isGroup, type Mac, type MacTable, macAt} from './mac-table.ts';
import type {NetworkFaults} from './network-faults.ts';
import type {Done, NetworkRecord} from './network-record.ts';
import {isForged} from './owner.ts';
import type {Port} from './port.ts';
import {afterTheEnd} from './tcp-fate.ts';
import {parseTcpSegment, type TcpSegment} from './tcp-segment.ts';

/** How often an address that keeps sending is learnt anew, in milliseconds: often enough never to age, too seldom to cost. */
const RELEARN_MS = 1000;

/** What all forwarders of a switch share. */
export type Fabric = {
	readonly table: MacTable<Port>;
	readonly ports: readonly Port[];
	readonly flows: FlowTable;
	readonly faults: NetworkFaults;
	readonly delays: DelayLine;
	readonly record: NetworkRecord;
};

/**
Decides where frames go, and sends neighbouring frames with one destination on as one slice of the buffer they came in.

One for each port, since what it remembers is about one sender: the last two addresses and where they led.
*/
export class Forwarder {
	readonly #from: Port;
	readonly #fabric: Fabric;
	readonly #touched = new Set<Port>();
	#nowMs = 0;
	#source: Mac = -1;
	#sourceMs = Number.NEGATIVE_INFINITY;
	#target: Mac = -1;
	/** Where frames to `#target` go: one port, or all others. Looked up once a chunk, and after each change of faults. */
	#to: readonly Port[] = [];
	/** Nothing happens to frames on their way there. */
	#isSound = true;
	#version = -1;
	#run: {buffer: Buffer; start: number; end: number; frames: number} | undefined;

	constructor(from: Port, fabric: Fabric) {
		this.#from = from;
		this.#fabric = fabric;
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

		const {owner} = this.#from;
		if (owner !== undefined && isForged(owner, buffer, start, end)) {
			this.#from.counts.forged += 1;
			this.#fabric.record.frame(this.#from, buffer, start, end, undefined, FORGED, this.#nowMs);
			return;
		}

		const {faults} = this.#fabric;
		this.#learn(macAt(buffer, start + 6));
		const target = macAt(buffer, start);
		if (target !== this.#target || this.#version !== faults.links.version) {
			this.#turnTo(target);
		}

		const segment = parseTcpSegment(buffer, start, end);
		const side = segment === undefined ? undefined : this.#see(segment, buffer);
		if (segment !== undefined && side !== undefined && side.flow.fate !== 'alive') {
			this.#end(segment, side, buffer, start, end);
		} else if (this.#isSound) {
			this.#fabric.record.frame(this.#from, buffer, start, end, side, NOTHING_DONE, this.#nowMs);
			this.#queue(buffer, start, end);
		} else {
			this.#impair(side, buffer, start, end);
		}

		faults.applyDue();
	}

	/** The chunk is done: everything leaves. @returns Whether all has left, so that nobody needs the chunk any more. */
	finish(): boolean {
		this.#sendRun();
		let hasLeft = true;
		for (const port of this.#touched) {
			hasLeft = port.flush(this.#from) && hasLeft;
		}

		this.#touched.clear();
		return hasLeft;
	}

	#learn(source: Mac): void {
		if (source !== this.#source || this.#nowMs - this.#sourceMs > RELEARN_MS) {
			this.#source = source;
			this.#sourceMs = this.#nowMs;
			this.#fabric.table.learn(source, this.#from, this.#nowMs);
		}
	}

	#turnTo(target: Mac): void {
		this.#sendRun();
		const {table, ports, faults} = this.#fabric;
		const known = isGroup(target) ? undefined : table.find(target, this.#nowMs);
		this.#target = target;
		this.#version = faults.links.version;
		// A frame for its own sender is not sent back, or a wrong address would loop.
		this.#to = (known === undefined ? ports : [known]).filter(port => port !== this.#from);
		this.#isSound = this.#to.every(port => this.#directionsTo(port).length === 0);
	}

	#directionsTo(port: Port): readonly LinkDirection[] {
		return this.#fabric.faults.links.directionsFor(this.#from.name, port.name, this.#nowMs);
	}

	#see(segment: TcpSegment, buffer: Buffer): Side {
		const to = this.#to.length === 1 ? this.#to[0]?.name : undefined;
		return this.#fabric.flows.see(segment, buffer, this.#nowMs, this.#from.name, to);
	}

	/** A sound way: the frame joins the run before it, if it lies beside it. */
	#queue(buffer: Buffer, start: number, end: number): void {
		const run = this.#run;
		if (run?.buffer === buffer && run.end === start - PREFIX_BYTES) {
			run.end = end;
			run.frames += 1;
			return;
		}

		this.#sendRun();
		this.#run = {buffer, start: start - PREFIX_BYTES, end, frames: 1};
	}

	#sendRun(): void {
		if (this.#run === undefined) {
			return;
		}

		const {buffer, start, end, frames} = this.#run;
		this.#run = undefined;
		const bytes = buffer.subarray(start, end);
		for (const port of this.#to) {
			this.#send(port, bytes, frames);
		}
	}

	/** The network itself answers the sender. */
	#answer(frame: Buffer): void {
		this.#fabric.record.made(frame, this.#from, this.#nowMs);
		this.#send(this.#from, withLength(frame), 1);
	}

	#send(port: Port, bytes: Buffer, frames: number): void {
		port.send(bytes, frames);
		this.#touched.add(port);
	}

	#impair(side: Side | undefined, buffer: Buffer, start: number, end: number): void {
		this.#sendRun();
		const {delays} = this.#fabric;
		const frame = Buffer.from(buffer.subarray(start, end));
		const everything: Done[] = [];
		for (const to of this.#to) {
			const directions = this.#directionsTo(to);
			const {back, done} = impair(frame, {to, directions, side, delays, nowMs: this.#nowMs});
			for (const answer of back) {
				this.#answer(answer);
			}

			if (done !== undefined) {
				everything.push({to: to.name, done});
			}
		}

		delays.run(this.#nowMs);
		this.#fabric.record.frame(this.#from, buffer, start, end, side, everything, this.#nowMs);
	}

	/** The network has ended this connection: nothing of it passes any more. */
	#end(segment: TcpSegment, side: Side, buffer: Buffer, start: number, end: number): void {
		const frame = Buffer.from(buffer.subarray(start, end));
		const own = parseTcpSegment(frame, 0, frame.length) ?? segment;
		for (const answer of afterTheEnd(frame, own, side).back) {
			this.#answer(answer);
		}

		const done = `lost: connection ${side.flow.fate}`;
		const everything = this.#to.map(to => ({to: to.name, done}));
		this.#fabric.record.frame(this.#from, buffer, start, end, side, everything, this.#nowMs);
	}
}

const NOTHING_DONE: readonly Done[] = [];
const FORGED: readonly Done[] = [{to: 'nobody', done: 'lost: it names another sender than the guest it came from'}];
