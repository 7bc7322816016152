import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';

/** Most holders remembered; the one heard of longest ago is forgotten first. */
const MAX_REMEMBERED = 10_000;

/** Most lies remembered, of all holders together; the oldest is forgiven first. */
const MAX_LIES = 20_000;

type Record = {
	/** Of its last whole file; 0 when it failed since, undefined when nothing is known. */
	bytesPerSecond: number | undefined;
	hasLied: boolean;
};

type Scored = {readonly holder: Endpoint; readonly score: number};

/** What we know of holders from our own dealings with them: who was fast, who failed, who lied. */
export class HolderBook {
	readonly #records = new Map<string, Record>();
	/** Who lied about which file, as `a.b.c.d:port file`. */
	readonly #lies = new Set<string>();

	/**
	Who to ask for a file, best first, of those a tracker named, the last named first: those who served us well (the fastest first), then those we do not know in their order, as the original does, then those who failed us. Known liars about this file are left out, as are `self` and repetitions.
	*/
	order(
		holders: Iterable<Endpoint>,
		{file, self, most}: {readonly file: string; readonly self: Endpoint | undefined; readonly most: number},
	): Endpoint[] {
		const found = {
			served: new Map<string, Scored>(),
			unknown: new Map<string, Scored>(),
			failed: new Map<string, Scored>(),
		};
		for (const {address, port} of holders) {
			const key = formatEndpoint({address, port});
			const record = this.#records.get(key);
			const score = record?.bytesPerSecond;
			const alike = found[score === undefined ? 'unknown' : score > 0 ? 'served' : 'failed'];
			const isSelf = address === self?.address && port === self.port;
			const isLiar = record?.hasLied && this.#lies.has(lieOf(key, file));
			// Strangers by the ten thousand take no memory: only as many as can be asked are kept.
			if (!isSelf && !isLiar && (score || alike.size < most)) {
				alike.set(key, {holder: {address, port}, score: score ?? 0});
			}
		}

		const served = [...found.served.values()].sort((one, other) => other.score - one.score);
		return [...served, ...found.unknown.values(), ...found.failed.values()].slice(0, most).map(({holder}) => holder);
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

const lieOf = (holder: string, file: string): string => `${holder} ${file}`;

const dropOldest = (remembered: Map<string, unknown> | Set<string>, most: number): void => {
	const [oldest] = remembered.keys();
	if (remembered.size > most && oldest !== undefined) {
		remembered.delete(oldest);
	}
};
