import type {FaultCount, FaultLedger} from './fault-ledger.ts';
import {type FaultStep, formatGroups, formatPlace, type Place} from './fault-step.ts';
import {LinkDirection} from './link-direction.ts';
import {describeFaults, type FaultKind, type LinkFaults} from './link-faults.ts';

type Counts = ReadonlyMap<FaultKind, FaultCount>;

/** Which directions have faults: what a frame from one port to another meets on its way. */
export class LinkTable {
	readonly #seed: number;
	readonly #directions = new Map<string, LinkDirection>();
	readonly #partition: LinkDirection;
	#groups: ReadonlyArray<readonly string[]> = [];
	/** Grows with each change, so that who remembers an answer knows when to ask again. */
	version = 0;

	constructor(seed: number) {
		this.#seed = seed;
		this.#partition = new LinkDirection('partition', seed);
	}

	/** The directions a frame passes, in order; none: nothing happens to it. */
	directionsFor(from: string, to: string, nowMs: number): readonly LinkDirection[] {
		if (this.#directions.size === 0 && this.#groups.length === 0) {
			return NONE;
		}

		const directions = [sentBy(from), betweenThem(from, to), heardBy(to)]
			.flatMap(name => this.#directions.get(name) ?? [])
			.filter(direction => direction.isBusy(nowMs));
		return this.#isApart(from, to) ? [this.#partition, ...directions] : directions;
	}

	/** Apply a step that was found right. @param counts - From `openCounts()`. */
	apply(step: Exclude<FaultStep, {type: 'reset'}>, counts: Counts): void {
		this.version += 1;
		switch (step.type) {
			case 'faults':
				this.#become(step.place, step.faults, counts);
				return;
			case 'heal':
				this.#become(step.place, {}, new Map());
				return;
			case 'partition':
				this.#groups = step.groups;
				this.#partition.become({cut: true}, counts);
				return;
			case 'heal all':
				this.#groups = [];
				for (const direction of this.#directions.values()) {
					direction.become({}, new Map());
				}

				return;
		}
	}

	#become(place: Place, faults: LinkFaults, counts: Counts): void {
		for (const name of directionNames(place)) {
			const direction = this.#directions.get(name) ?? new LinkDirection(name, this.#seed);
			this.#directions.set(name, direction);
			direction.become(faults, counts);
		}
	}

	#isApart(from: string, to: string): boolean {
		if (this.#groups.length === 0) {
			return false;
		}

		const groupOf = (name: string) => this.#groups.findIndex(group => group.includes(name));
		const [left, right] = [groupOf(from), groupOf(to)];
		return left !== -1 && right !== -1 && left !== right;
	}
}

/**
Open the counts of a step's faults in the ledger, each at 0.

@param moment - What the step waits for. A heal is counted only if it waits: then it may never come.
*/
export const openCounts = (step: FaultStep, ledger: FaultLedger, moment?: string): Counts => {
	const because = moment === undefined ? '' : `, when ${moment}`;
	switch (step.type) {
		case 'faults':
			return new Map(
				[...describeFaults(step.faults)].map(([kind, text]) => [
					kind,
					ledger.open(formatPlace(step.place), `${text}${because}`),
				]),
			);
		case 'partition':
			return new Map([['cut', ledger.open(formatGroups(step.groups), `are apart${because}`)]]);
		case 'reset':
			return new Map([['reset', ledger.open(step.between?.join(' ↔ ') ?? 'this connection', `is reset${because}`)]]);
		case 'heal':
		case 'heal all': {
			const link = step.type === 'heal' ? formatPlace(step.place) : 'network';
			const fault = `heals${because}`;
			return new Map([['heal', moment === undefined ? {link, fault, hits: 0} : ledger.open(link, fault)]]);
		}
	}
};

const NONE: readonly LinkDirection[] = [];
const sentBy = (name: string): string => `cable of ${name}, sent`;
const heardBy = (name: string): string => `cable of ${name}, heard`;
const betweenThem = (from: string, to: string): string => `${from} → ${to}`;

const directionNames = (place: Place): string[] => {
	if (place.type === 'between') {
		const there = betweenThem(place.from, place.to);
		return place.oneWay ? [there] : [there, betweenThem(place.to, place.from)];
	}

	const way = place.way ?? 'both';
	return [...(way === 'heard' ? [] : [sentBy(place.of)]), ...(way === 'sent' ? [] : [heardBy(place.of)])];
};
