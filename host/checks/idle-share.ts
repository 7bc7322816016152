import type {EventOf, HistoryEvent} from '../history/event.ts';

/** Shortest time between two samples that says something, in seconds. */
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

@returns Nothing of programs that were not measured twice in such a time.
*/
export const idleShares = (history: readonly HistoryEvent[]): IdleShare[] => {
	const attackEndedAt = history.findLast(event => event.type === 'attack')?.at;
	const storyEndedAt = history.find(event => event.type === 'story-ended')?.at;
	if (attackEndedAt === undefined || (storyEndedAt !== undefined && attackEndedAt > storyEndedAt)) {
		return [];
	}

	const quietFrom = Math.max(attackEndedAt, ...history.filter(isWork).map(({at}) => at));
	const samples = history.filter(event => event.type === 'resources').filter(({at}) => at >= quietFrom);
	const actors = [...new Set(samples.map(({actor}) => actor))];
	return actors.flatMap(actor => {
		const idleFrom = downloadsEndAt(actor, history);
		const own = samples.filter(sample => sample.actor === actor && sample.at >= idleFrom);
		const [least] = own
			.slice(1)
			.map((last, index) => shareOf(own[index] ?? last, last))
			.filter(({seconds}) => seconds >= LEAST_SECONDS)
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
	const seconds = last.at - first.at;
	const {actor, program} = last;
	return {actor, program, seconds, share: (last.cpuSeconds - first.cpuSeconds) / seconds, evidence: [first, last]};
};
