import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';
import type {PeerEntry} from '../protocol/peer-line.ts';

/** Most holders remembered; the one heard of longest ago is forgotten first. */
const MAX_REMEMBERED = 10_000;

/** Most lies remembered, of all holders together; the oldest is forgiven first. */
const MAX_LIES = 20_000;

type Record = {
	/** Of its last whole file; 0 when it failed since, undefined when nothing is known. */
	bytesPerSecond: number | undefined;
	hasLied: boolean;
};

/** What we know of holders from our own dealings with them: who was fast, who failed, who lied. */
export class HolderBook {
	readonly #records = new Map<string, Record>();
	/** Who lied about which file, as `a.b.c.d:port file`. */
	readonly #lies = new Set<string>();

	/**
	Who to ask for a file, best first: those who served us well (the fastest first), then those we do not know from the last named to the first, as the original does, then those who failed us. Known liars about this file are left out, as are `self` and repetitions.
	*/
	order(
		holders: readonly PeerEntry[],
		{file, self, most}: {readonly file: string; readonly self: Endpoint | undefined; readonly most: number},
	): Endpoint[] {
		const known = new Map<string, {readonly holder: Endpoint; readonly score: number}>();
		for (const {address, port} of holders.toReversed()) {
			const holder = {address, port}; // Without its alias: that keeps the reply it was cut from in memory.
			const key = formatEndpoint(holder);
			const record = this.#records.get(key);
			const isSelf = address === self?.address && port === self.port;
			if (!isSelf && !(record?.hasLied && this.#lies.has(lieOf(key, file)))) {
				known.set(key, {holder, score: scoreOf(record)});
			}
		}

		return [...known.values()]
			.sort((one, other) => other.score - one.score)
			.slice(0, most)
			.map(({holder}) => holder);
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

const scoreOf = (record: Record | undefined): number => {
	const {bytesPerSecond} = record ?? {};
	return bytesPerSecond === undefined ? 0 : bytesPerSecond > 0 ? bytesPerSecond : -1;
};

const lieOf = (holder: string, file: string): string => `${holder} ${file}`;

const dropOldest = (remembered: Map<string, unknown> | Set<string>, most: number): void => {
	const [oldest] = remembered.keys();
	if (remembered.size > most && oldest !== undefined) {
		remembered.delete(oldest);
	}
};
