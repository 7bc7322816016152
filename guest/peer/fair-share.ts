/** Somebody who has a place that others may want. */
export type Claim = {
	readonly address: string;
	/** Whether it is being served well: then it loses its place only to an address that has less. */
	readonly isServed: boolean;
	/** How much is lost with it, within its address: what is least goes first. */
	readonly loss: number;
};

/**
Who gives its place to a newcomer when there is none left: max-min fairness over addresses, then over connections.

An address gets a place of the address with the most until they differ by one; of that one goes whoever loses least. Beyond this only who is not being served well gives way: to a newcomer of its own address, or of one that has fewer. A laboratory's students share one address.

@param claims - Who has the places now.
@param from - Address of the newcomer.
@param mostPerAddress - Most places of one address.
@returns Undefined if nobody does: the newcomer has to wait, or to go.
*/
export const whoGivesWay = <Someone extends Claim>(
	claims: Iterable<Someone>,
	from: string,
	{mostPerAddress}: {readonly mostPerAddress: number},
): Someone | undefined => {
	const byAddress = Map.groupBy(claims, ({address}) => address);
	const mine = byAddress.get(from) ?? [];
	const most = Math.max(0, ...[...byAddress.values()].map(({length}) => length));
	const busiest = [...byAddress.values()].filter(({length}) => length === most).flat();
	const mayHaveMore = mine.length < mostPerAddress;
	if (mayHaveMore && most >= mine.length + 2) {
		return leastOf(busiest);
	}

	return (
		leastOf(mine.filter(({isServed}) => !isServed)) ??
		(mayHaveMore && most > mine.length ? leastOf(busiest.filter(({isServed}) => !isServed)) : undefined)
	);
};

const leastOf = <Someone extends Claim>(claims: readonly Someone[]): Someone | undefined => {
	let least: Someone | undefined;
	for (const claim of claims) {
		if (least === undefined || claim.loss < least.loss) {
			least = claim;
		}
	}

	return least;
};
