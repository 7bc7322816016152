import type {EventOf, HistoryEvent} from '../history/event.ts';

/** Shortest time that says something, in seconds in which there was a processor. */
const LEAST_SECONDS = 0.5;

/** How much of a processor a program used while it had nothing to do, and the samples that show it. */
export type IdleShare = {
	readonly actor: string;
	readonly program: string;
	readonly share: number;
	readonly evidence: ReadonlyArray<EventOf<'resources'>>;
};

/**
What each measured program used of one processor when the attack on it was over, nobody asked it for anything, and it was fetching nothing: of the pairs of samples that lie in such a time, the pair with the smallest share, since what was asked before may still have to be finished.

A guest that waits for a processor of the host does not know: its clocks count that as work of whatever runs in it. So its steal time is taken off, of the work and of the time.

@returns Nothing of programs that were not measured twice in such a time.
*/
export const idleShares = (history: readonly HistoryEvent[]): IdleShare[] => {
	const attackEndedAt = history.findLast(event => event.type === 'attack')?.at;
	const scenarioEndedAt = history.find(event => event.type === 'story-ended')?.at;
	if (attackEndedAt === undefined || (scenarioEndedAt !== undefined && attackEndedAt > scenarioEndedAt)) {
		return [];
	}

	const quietFrom = Math.max(attackEndedAt, ...history.filter(isWork).map(({at}) => at));
	const samples = history.filter(event => event.type === 'resources').filter(({at}) => at >= quietFrom);
	const actors = [...new Set(samples.map(({actor}) => actor))];
	return actors.flatMap(actor => {
		const idleFrom = downloadsEndAt(actor, history);
		const own = samples.filter(sample => sample.actor === actor && sample.at >= idleFrom);
		const [least] = own
			.flatMap((first, index) => {
				const shares = own.slice(index + 1).map(last => shareOf(first, last));
				return shares.find(({seconds}) => seconds >= LEAST_SECONDS) ?? [];
			})
			.toSorted((a, b) => a.share - b.share);
		return least === undefined ? [] : [least];
	});
};

/** When the last file that an actor was asked to fetch had come or failed. Until then it has something to do, if only to look for a holder. */
const downloadsEndAt = (actor: string, history: readonly HistoryEvent[]): number => {
	const asked = history.flatMap(event => (event.type === 'download-asked' && event.actor === actor ? [event] : []));
	const ends = asked.map(({file}) =>
		history.findLast(event => event.type === 'download-ended' && event.actor === actor && event.file === file),
	);
	return Math.max(
		0,
		...ends.map(end => (end?.type === 'download-ended' && end.outcome !== 'unknown' ? end.at : Infinity)),
	);
};

/** Somebody asks somebody for something, or gets it: none of it concerns what a program does by itself. */
const isWork = ({type}: HistoryEvent): boolean =>
	type === 'exchange' || type === 'download-asked' || type === 'transfer' || type === 'step';

const shareOf = (first: EventOf<'resources'>, last: EventOf<'resources'>): IdleShare & {readonly seconds: number} => {
	const steal = Math.max(0, (last.lostSeconds ?? 0) - (first.lostSeconds ?? 0));
	const seconds = last.at - first.at - steal;
	const used = Math.max(0, last.cpuSeconds - first.cpuSeconds - steal);
	const {actor, program} = last;
	return {actor, program, seconds, share: used / seconds, evidence: [first, last]};
};
