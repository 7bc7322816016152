import {EXPOSURES} from '../../guest/claims/claim.ts';
import {claimsOf} from '../../guest/claims/claims-of.ts';
import type {EventOf, HistoryEvent} from '../history/event.ts';

/**
Why nothing can be said of how victims stood an attack: they never met it. What counts is what the attacker saw on its side of the wire, not a victim's word.

@returns Undefined when every victim of every attack met it as often as guest/claims says.
*/
export const whyUnexposed = (history: readonly HistoryEvent[]): string | undefined => {
	const attacks = history.filter(event => event.type === 'attack');
	const reasons = attacks.flatMap(attack =>
		(attack.victims ?? []).flatMap(victim => {
			const {how, times} = claimsOf(attack.attack).exposure;
			const met = timesMet(attack, victim, history);
			const often = times === 1 ? '' : ` (${met} of ${times} times)`;
			return met >= times
				? []
				: [`${victim} never met ${attack.actor}${often}: for that it must have ${EXPOSURES[how]}`];
		}),
	);
	return reasons.length === 0 ? undefined : reasons.join('; ');
};

/** A peer that could have its file only from the attacker shows nothing of whether the attacker keeps it from others: so with files, only those count that others have. */
const timesMet = ({attack, met = {}}: EventOf<'attack'>, victim: string, history: readonly HistoryEvent[]): number => {
	const {times = 0, files = []} = met[victim] ?? {};
	if (claimsOf(attack).exposure.how !== 'asked-it') {
		return times;
	}

	return files.some(file =>
		history.some(event => event.type === 'shares' && event.file === file && event.actor !== victim),
	)
		? times
		: 0;
};
