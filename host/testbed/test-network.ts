/** The network between the nodes, as scenarios break it. Every change and what it hit goes to the history. */
export type TestNetwork = {
	/** Both directions between two nodes. */
	between(a: string, b: string): TestLink;
	/** Everything a node sends and receives. */
	around(node: string): TestLink;
	/** Nodes of different groups do not reach each other until `heal`. A node in no group is a group of its own. */
	partition(...groups: ReadonlyArray<readonly string[]>): void;
	/** Take every fault off. */
	heal(): void;
	/** When something is seen on the wire, do something, once. */
	when(trigger: WireTrigger): {
		cut(a: string, b: string): void;
		becomes(a: string, b: string, faults: LinkFaults): void;
	};
	/** Tell the history what each fault hit; called once, before judging. */
	report(): void;
};

/** A link that can be changed while traffic flows. */
export type TestLink = {
	becomes(faults: LinkFaults): void;
	cut(): void;
	heal(): void;
};

/** What happens to frames and flows of a link. Plain data, so that a scenario can state it and a report can print it. */
export type LinkFaults = {
	/** Share of frames to drop, 0 to 1. */
	readonly lossShare?: number;
	/** Time each frame waits, in milliseconds. */
	readonly delayMs?: number;
	/** Bytes a second, with a bounded queue. */
	readonly bytesPerSecond?: number;
	/** Only frames to the first-named node vanish: a half-open connection. */
	readonly oneWay?: boolean;
};

/** Something a node sends, seen by the network: the start of a request line, or so many bytes of answer. */
export type WireTrigger = {
	readonly from: string;
	readonly to?: string;
	/** A byte string that occurs at the start of a line sent. */
	readonly says?: string;
	/** That many bytes of one connection's data were sent by `from`. */
	readonly afterBytes?: number;
};
