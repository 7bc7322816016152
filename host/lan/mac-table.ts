/** A MAC address as a number below 2^48. */
export type Mac = number;

/** Addresses a switch remembers at most. More than any test network has; the bound keeps a flood of made-up senders out of our memory. */
export const MAX_MACS = 4096;

/** How long an address is remembered after its last frame, in milliseconds: five minutes, as IEEE 802.1Q suggests. */
export const MAC_AGE_MS = 300_000;

/** Which port an address was last seen on. Time is passed in, in milliseconds. */
export class MacTable<Port> {
	readonly #places = new Map<Mac, {readonly port: Port; seenMs: number}>();

	/** Remember that a frame from this address came in by this port. Group addresses send nothing, so they are not learnt. */
	learn(mac: Mac, port: Port, nowMs: number): void {
		if (isGroup(mac)) {
			return;
		}

		// Deleted first: a Map keeps the order of insertion, so the first entry is the one unused longest.
		this.#places.delete(mac);
		if (this.#places.size >= MAX_MACS) {
			for (const [oldest] of this.#places) {
				this.#places.delete(oldest);
				break;
			}
		}

		this.#places.set(mac, {port, seenMs: nowMs});
	}

	/** @returns The port to send to, or `undefined`: nobody knows, so to all. */
	find(mac: Mac, nowMs: number): Port | undefined {
		const place = this.#places.get(mac);
		return place === undefined || nowMs - place.seenMs > MAC_AGE_MS ? undefined : place.port;
	}

	/** A port was unplugged: what was learnt there is no longer true. */
	forget(port: Port): void {
		for (const [mac, place] of this.#places) {
			if (place.port === port) {
				this.#places.delete(mac);
			}
		}
	}

	get size(): number {
		return this.#places.size;
	}
}

/** The address at `at` in a frame. */
export const macAt = (buffer: Buffer, at: number): Mac => buffer.readUIntBE(at, 6);

/** Broadcast and multicast: the lowest bit of the first byte (IEEE 802). */
export const isGroup = (mac: Mac): boolean => Math.floor(mac / 2 ** 40) % 2 === 1;
