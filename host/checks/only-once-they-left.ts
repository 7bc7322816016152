import {claimsOf} from '../../guest/claims/claims-of.ts';
import type {HistoryEvent} from '../history/event.ts';
import {paceOf} from './pace.ts';

/** What somebody waited for: from asking to getting it, in seconds of the scenario, and how long that was in time that counts. */
export type Wait = {readonly from: number; readonly to: number; readonly seconds: number};

/** How help came that was to come beside an attack. */
export type Lateness = {
	/** `late`: beside the attackers it had more than the time there is. `unclear`: less than that, yet it took longer than chance explains. */
	readonly is: 'late' | 'unclear';
	/** Beside the attackers, or in all, in seconds that count. */
	readonly seconds: number;
};

/**
Whether what was waited for came only once the attackers had left: that was survived, not served.

@param mostSeconds - The time there is, on nodes that are not slow.
@returns Asks it of a wait; undefined where it says nothing against who helped.
*/
export const onlyOnceTheyLeft = (
	history: readonly HistoryEvent[],
	{mostSeconds}: {readonly mostSeconds: number},
): ((wait: Wait) => Lateness | undefined) => {
	const slowness = Math.max(1, ...history.filter(event => event.type === 'pace').map(event => event.slowness));
	const busyness = paceOf(history);
	const leftAt = whenAttackersLeft(history);
	const goneSeconds = leaveByThemselves(history) ? GONE_SECONDS : 0;
	return ({from, to, seconds}) => {
		if (leftAt === undefined || from >= leftAt || to <= leftAt - goneSeconds) {
			return undefined;
		}

		const beside = seconds * (to > from ? Math.min(1, (leftAt - from) / (to - from)) : 1);
		// How busy the attack keeps the guest is an excuse for being late. It is none for being served: that may be why.
		return beside > mostSeconds * busyness
			? {is: 'late', seconds: beside}
			: seconds > (mostSeconds / 2) * slowness
				? {is: 'unclear', seconds}
				: undefined;
	};
};

/** When the last of them ended, if that was before the scenario's end. */
const whenAttackersLeft = (history: readonly HistoryEvent[]): number | undefined => {
	const attackers = new Set(history.filter(event => event.type === 'attack').map(({actor}) => actor));
	const overAt = history.find(event => event.type === 'story-ended')?.at ?? Number.POSITIVE_INFINITY;
	return history
		.filter(event => event.type === 'program-ended')
		.findLast(({actor, at}) => attackers.has(actor) && at < overAt)?.at;
};

/** Who waits to be asked stays until the scenario stops it, which is after what the scenario waited for. */
const leaveByThemselves = (history: readonly HistoryEvent[]): boolean =>
	history.some(event => event.type === 'attack' && claimsOf(event.attack).exposure.how !== 'asked-it');

/** An attacker that leaves by itself lets go of its connections so long before its end is seen, at most, in seconds. */
const GONE_SECONDS = 1;
