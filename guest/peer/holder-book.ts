import {type Endpoint, formatEndpoint} from '../protocol/endpoint.ts';
import type {PeerEntry} from '../protocol/peer-line.ts';

/** Most holders remembered; the one heard of longest ago is forgotten first. */
const MAX_REMEMBERED = 10_000;

type Record = {
	/** Of its last whole file; 0 when it failed since, undefined when nothing is known. */
	bytesPerSecond: number | undefined;
	readonly liedAbout: Set<string>;
};

/** What we know of holders from our own dealings with them: who was fast, who failed, who lied. */
export class HolderBook {
	readonly #records = new Map<string, Record>();

	/**
	Who to ask for a file, best first: those who served us well (the fastest first), then those we do not know from the last named to the first, as the original does, then those who failed us. Known liars about this file are left out, as are `self` and repetitions.
	*/
	order(
		holders: readonly PeerEntry[],
		{file, self, most}: {readonly file: string; readonly self: Endpoint | undefined; readonly most: number},
	): Endpoint[] {
		const known = new Map<string, {readonly holder: Endpoint; readonly score: number}>();
		for (const holder of holders.toReversed()) {
			const record = this.#records.get(formatEndpoint(holder));
			const isSelf = holder.address === self?.address && holder.port === self.port;
			if (!isSelf && !record?.liedAbout.has(file)) {
				known.set(formatEndpoint(holder), {holder, score: scoreOf(record)});
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
		if (record.liedAbout.size < 1000) {
			record.liedAbout.add(file);
		}
	}

	#record(holder: Endpoint): Record {
		const key = formatEndpoint(holder);
		const record = this.#records.get(key) ?? {bytesPerSecond: undefined, liedAbout: new Set()};
		this.#records.delete(key);
		this.#records.set(key, record); // The newest is last.
		const [oldest] = this.#records.keys();
		if (this.#records.size > MAX_REMEMBERED && oldest !== undefined) {
			this.#records.delete(oldest);
		}

		return record;
	}
}

const scoreOf = (record: Record | undefined): number => {
	const {bytesPerSecond} = record ?? {};
	return bytesPerSecond === undefined ? 0 : bytesPerSecond > 0 ? bytesPerSecond : -1;
};
