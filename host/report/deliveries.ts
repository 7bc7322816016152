import type {EventOf, HistoryEvent} from '../history/event.ts';

/** How one download of a file ended: who wanted it, who it came from, and whether its bytes are those somebody shared. */
export type Delivery = {
	readonly to: string;
	/** A byte string. */
	readonly file: string;
	/** `waiting`: the history ends before the answer. */
	readonly outcome: EventOf<'download-ended'>['outcome'] | 'waiting';
	/** Whom the whole file came from, when a program told or the wire showed it. */
	readonly from?: string;
	readonly bytes?: number;
	readonly seconds?: number;
	/** Whether an actor shared exactly these bytes under this name; absent when the digest is not known. */
	readonly same?: boolean;
	readonly because?: string;
};

/** Who served what to whom: one entry for each download that was asked for, in the order of asking. */
export const deliveries = (history: readonly HistoryEvent[]): Delivery[] => {
	const shared = new Set(history.filter(event => event.type === 'shares').map(({file, sha256}) => `${sha256} ${file}`));
	const open = history.filter(event => event.type === 'download-ended');
	return history
		.filter(event => event.type === 'download-asked')
		.map(({actor, file}): Delivery => {
			const index = open.findIndex(ended => ended.actor === actor && ended.file === file);
			const [ended] = index === -1 ? [] : open.splice(index, 1);
			return ended === undefined ? {to: actor, file, outcome: 'waiting'} : delivery(ended, history, shared);
		});
};

const delivery = (
	ended: EventOf<'download-ended'>,
	history: readonly HistoryEvent[],
	shared: ReadonlySet<string>,
): Delivery => {
	const source = history
		.filter(event => event.type === 'transfer')
		.findLast(({to, file, whole}) => whole && to === ended.actor && file === ended.file);
	const {actor, file, outcome, bytes, seconds, sha256, because} = ended;
	return {
		to: actor,
		file,
		outcome,
		...(source !== undefined && {from: source.from}),
		...(bytes !== undefined && {bytes}),
		...(seconds !== undefined && {seconds}),
		...(sha256 !== undefined && {same: shared.has(`${sha256} ${file}`)}),
		...(because !== undefined && {because}),
	};
};
