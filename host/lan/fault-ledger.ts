/** One fault on one link, and how often it struck. A fault that struck nothing proves nothing. */
export type FaultCount = {
	/** `alice ↔ bob`, `cable of alice`, `network`, or the groups of a partition. */
	readonly link: string;
	/** What it does, in words: `loses 2% of frames`. */
	readonly fault: string;
	hits: number;
};

/** What was done to one frame. */
export type FaultLogEntry = {
	/** Since the network's start. */
	readonly seconds: number;
	/** The frame's number, from 1, over all that entered the switch; in a capture it is the packet's number while nothing was left out. */
	readonly frame: number;
	readonly from: string;
	readonly to: string;
	/** `lost`, `delayed 40.0 ms`, `byte changed, checksum wrong`, … */
	readonly done: string;
};

/** Entries kept. Later ones are only counted. */
const MAX_LOG_ENTRIES = 100_000;

/** Remembers which faults were set, how often each struck, and what was done to which frame. */
export class FaultLedger {
	readonly counts: FaultCount[] = [];
	readonly log: FaultLogEntry[] = [];
	/** What was done to frames in all, entries left out of the log included. */
	logged = 0;

	/** A fault is set or armed: its count, from 0. */
	open(link: string, fault: string): FaultCount {
		const count = {link, fault, hits: 0};
		this.counts.push(count);
		return count;
	}

	/** Something was done to a frame. */
	note(entry: FaultLogEntry): void {
		this.logged += 1;
		if (this.log.length < MAX_LOG_ENTRIES) {
			this.log.push(entry);
		}
	}
}
