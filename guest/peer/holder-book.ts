import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';

/** Most holders remembered; the one heard of longest ago is forgotten first. */
const MAX_REMEMBERED = 10_000;

/** Most lies remembered, of all holders together; the oldest is forgiven first. */
const MAX_LIES = 20_000;

type Scored = {readonly holder: Endpoint; readonly score: number};

type Record = {
	/** Of its last whole file; 0 when it failed since, undefined when nothing is known. */
	bytesPerSecond: number | undefined;
	hasLied: boolean;
};

const UNKNOWN: Record = {bytesPerSecond: undefined, hasLied: false};

/** What we know of holders from our own dealings with them: who was fast, who failed, who lied. */
export class HolderBook {
	readonly #records = new Map<string, Record>();
	/** Who lied about which file, as `a.b.c.d:port file`. */
	readonly #lies = new Set<string>();

	/** Who to ask for a file, put in order while a tracker still names them: `self` and known liars about this file are left out. */
	ranking({
		file,
		self,
		most,
	}: {
		readonly file: string;
		readonly self: Endpoint | undefined;
		readonly most: number;
	}): Ranking {
		return new Ranking(most, ({address, port}, key) => {
			const record = this.#records.get(key);
			const isSelf = address === self?.address && port === self.port;
			const isLiar = record?.hasLied === true && this.#lies.has(lieOf(key, file));
			return isSelf || isLiar ? undefined : (record ?? UNKNOWN);
		});
	}

	/** A whole file came. */
	served(holder: Endpoint, {bytesPerSecond}: {readonly bytesPerSecond: number}): void {
		this.#record(holder).bytesPerSecond = bytesPerSecond;
	}

	/** It did not answer, was too slow, or broke off. */
	failed(holder: Endpoint): void {
		this.#record(holder).bytesPerSecond = 0;
	}

	/** What came cannot be the file. */
	lied(holder: Endpoint, file: string): void {
		const record = this.#record(holder);
		record.bytesPerSecond = 0;
		record.hasLied = true;
		this.#lies.add(lieOf(formatEndpoint(holder), file));
		dropOldest(this.#lies, MAX_LIES);
	}

	#record(holder: Endpoint): Record {
		const key = formatEndpoint(holder);
		const record = this.#records.get(key) ?? {bytesPerSecond: undefined, hasLied: false};
		this.#records.delete(key);
		this.#records.set(key, record); // The newest is last.
		dropOldest(this.#records, MAX_REMEMBERED);
		return record;
	}
}

/** Holders in the order in which they are asked. */
export class Ranking {
	readonly #most: number;
	readonly #recordOf: (holder: Endpoint, key: string) => Record | undefined;
	/** By how well we know them, each by its endpoint, the last named last. */
	readonly #known = {
		served: new Map<string, Scored>(),
		unknown: new Map<string, Scored>(),
		failed: new Map<string, Scored>(),
	};
	#count = 0;

	/** @param recordOf - What is known of a holder; undefined for one that is not to be asked. */
	constructor(most: number, recordOf: (holder: Endpoint, key: string) => Record | undefined) {
		this.#most = most;
		this.#recordOf = recordOf;
	}

	/** How many were named, whoever they are. */
	get count(): number {
		return this.#count;
	}

	/** The tracker names one more. Of strangers by the ten thousand only as many are kept as can be asked. */
	add({address, port}: Endpoint): void {
		this.#count++;
		const key = formatEndpoint({address, port});
		const record = this.#recordOf({address, port}, key);
		if (record === undefined) {
			return;
		}

		const score = record.bytesPerSecond;
		const alike = this.#known[score === undefined ? 'unknown' : score > 0 ? 'served' : 'failed'];
		alike.delete(key);
		alike.set(key, {holder: {address, port}, score: score ?? 0});
		// All at once, not one by one: a map is slow at giving up its oldest.
		if (!score && alike.size >= 2 * this.#most) {
			for (const oldest of [...alike.keys()].slice(0, -this.#most)) {
				alike.delete(oldest);
			}
		}
	}

	/** The best first: those who served us well (the fastest first), then those we do not know, then those who failed us, each the last named first, as the original does. */
	best(): Endpoint[] {
		const {served, unknown, failed} = this.#known;
		const lastFirst = (alike: ReadonlyMap<string, Scored>): Scored[] => [...alike.values()].reverse();
		const fastestFirst = lastFirst(served).sort((one, other) => other.score - one.score);
		return [...fastestFirst, ...lastFirst(unknown), ...lastFirst(failed)]
			.slice(0, this.#most)
			.map(({holder}) => holder);
	}
}

const lieOf = (holder: string, file: string): string => `${holder} ${file}`;

const dropOldest = (remembered: Map<string, unknown> | Set<string>, most: number): void => {
	const [oldest] = remembered.keys();
	if (remembered.size > most && oldest !== undefined) {
		remembered.delete(oldest);
	}
};
