import {type Random, seededRandom} from '../../guest/net/seeded-random.ts';
import {FateOfFrames} from './fate-of-frame.ts';
import type {FaultCount} from './fault-ledger.ts';
import type {Side} from './flow.ts';
import type {FaultKind, LinkFaults} from './link-faults.ts';
import {decideTcpFate} from './tcp-fate.ts';
import {corrupt} from './tcp-rewrite.ts';
import {parseTcpSegment} from './tcp-segment.ts';

/** A frame on its way through directions of links: when it gets to where it is now, in milliseconds. */
export type Traveller = {readonly frame: Buffer; readonly dueMs: number};

/** What a direction made of one frame. */
export type Passage = {
	readonly onward: readonly Traveller[];
	/** Frames for its sender, made by the network. */
	readonly back: readonly Buffer[];
	readonly hits: readonly FaultKind[];
};

/** One direction of a link, with its own random stream: what enters it meets its faults. */
export class LinkDirection {
	readonly name: string;
	readonly #fates: FateOfFrames;
	readonly #place: Random;
	#faults: LinkFaults = {};
	#counts: ReadonlyMap<FaultKind, FaultCount> = new Map();

	constructor(name: string, seed: number) {
		this.name = name;
		this.#fates = new FateOfFrames(seededRandom(seed, name));
		this.#place = seededRandom(seed, `${name}, bytes`);
	}

	/** From now on these faults; their hits are counted there. `{}`: it is sound, and late frames keep their order. */
	become(faults: LinkFaults, counts: ReadonlyMap<FaultKind, FaultCount>): void {
		this.#faults = faults;
		this.#counts = counts;
	}

	/** It still matters: it has faults, or frames under way that later ones must not overtake. */
	isBusy(nowMs: number): boolean {
		return this.#counts.size > 0 || this.#fates.lastDueMs > nowMs;
	}

	/** Send a frame through. `side`: the direction of the TCP connection it belongs to. */
	pass({frame, dueMs}: Traveller, side: Side | undefined): Passage {
		const tcp = this.#passTcp(frame, dueMs, side);
		const hits = [...tcp.hits];
		const onward: Traveller[] = [];
		for (const part of tcp.onward) {
			const fate = this.#fates.decide(part.frame.length, dueMs, this.#faults);
			hits.push(...fate.hits);
			for (const copy of fate.copies) {
				const whole = copy.corrupted
					? corrupt(part.frame, this.#place(), this.#faults.checksum ?? 'wrong')
					: part.frame;
				onward.push({frame: whole, dueMs: copy.dueMs + (part.waitMs ?? 0)});
			}
		}

		for (const kind of hits) {
			const count = this.#counts.get(kind);
			if (count !== undefined) {
				count.hits += 1;
			}
		}

		return {onward, back: tcp.back, hits};
	}

	#passTcp(frame: Buffer, nowMs: number, side: Side | undefined): ReturnType<typeof decideTcpFate> {
		const segment = side === undefined ? undefined : parseTcpSegment(frame, 0, frame.length);
		if (segment === undefined || side === undefined) {
			return {onward: [{frame}], back: [], hits: []};
		}

		const place = side.stream.placeOf(segment.sequence);
		return decideTcpFate(frame, segment, {side, place, nowMs, faults: this.#faults});
	}
}
