/** What decides whether a connection gives way. */
export type Sheddable = {
	/** Whether nothing would be lost with it: it offers no files. */
	readonly isExpendable: boolean;
	readonly isLeaving: boolean;
};

/** At most so many connections of one address give way at once (docs/protocol.md, section 3.4). */
const MAX_SHED = 20;

/**
Who gives way when there is no room: connections of the address that has the most.

@param byAddress - All connections, oldest first, under the address they come from.
@returns Up to 20 of them: those that offer no files before those that do, the newest first. None when everybody is leaving already.
*/
export const chooseWhoGivesWay = <Connection extends Sheddable>(
	byAddress: ReadonlyMap<string, ReadonlySet<Connection>>,
): Connection[] => {
	let most: Connection[] = [];
	for (const connections of byAddress.values()) {
		if (connections.size > most.length) {
			const staying = [...connections].filter(({isLeaving}) => !isLeaving);
			most = staying.length > most.length ? staying : most;
		}
	}

	const newestFirst = most.reverse();
	const expendable = newestFirst.filter(({isExpendable}) => isExpendable);
	// An address with few connections keeps half: it is not the culprit, only the largest.
	const count = Math.min(MAX_SHED, Math.ceil(most.length / 2));
	return [...expendable, ...newestFirst.filter(({isExpendable}) => !isExpendable)].slice(0, count);
};
