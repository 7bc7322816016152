/** Counters of a tracker's connections, all of them growing since its start. */
export type Traffic = {
	bytesIn: number;
	bytesOut: number;
	accepted: number;
	/** Silent for too long: 500 and FIN. */
	timedOut: number;
	/** Did not read what it asked for: dropped. */
	stalled: number;
	/** Gave room to others: 500 and FIN. */
	shed: number;
	/** Beyond the bound of its address: closed at once. */
	turnedAway: number;
	/** Calls to subscribers, by how they ended. */
	callsMade: number;
	callsFailed: number;
	callsForgone: number;
};

/** Nothing happened yet. */
export const noTraffic = (): Traffic => ({
	bytesIn: 0,
	bytesOut: 0,
	accepted: 0,
	timedOut: 0,
	stalled: 0,
	shed: 0,
	turnedAway: 0,
	callsMade: 0,
	callsFailed: 0,
	callsForgone: 0,
});
