/** The kinds of actors, as far as their end is concerned. */
type Ending = {readonly actor: {readonly kind: 'peer' | 'tracker' | 'evil peer'}};

/**
In which order the programs of a scenario are ended when its steps are over.

Attackers first: what they did to the others is over then. Trackers last: peers want to say goodbye. But where the steps were cut short the peers under test are the very first: what they would do while those they deal with go, one after the other, is chance.

@returns Groups, each ended at once.
*/
export const endingOrder = <One extends Ending>(
	all: readonly One[],
	{isCutShort, isUnderTest}: {readonly isCutShort: boolean; readonly isUnderTest: (one: One) => boolean},
): One[][] => {
	const first = all.filter(one => isCutShort && one.actor.kind === 'peer' && isUnderTest(one));
	const rest = (['evil peer', 'peer', 'tracker'] as const).map(kind =>
		all.filter(one => one.actor.kind === kind && !first.includes(one)),
	);
	return [first, ...rest];
};
