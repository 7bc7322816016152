import {type AttackClaims, EXPOSURES} from './claim.ts';
import {DOWNLOADERS} from './downloaders.ts';
import {TRACKER_CLIENTS} from './tracker-clients.ts';
import {TRACKERS} from './trackers.ts';
import {UPLOADERS} from './uploaders.ts';

/** What is claimed of each attack's victim, and when: the one source of the catalogue's words (guest/adversary) and of the scenarios' checks (host/scenarios/bad). */
export const CLAIMS: Readonly<Record<string, AttackClaims>> = {
	...UPLOADERS,
	...DOWNLOADERS,
	...TRACKER_CLIENTS,
	...TRACKERS,
};

/** @throws {RangeError} If nothing is claimed under this attack. */
export const claimsOf = (attack: string): AttackClaims => {
	const claims = CLAIMS[attack];
	if (claims === undefined) {
		throw new RangeError(`nothing is said in guest/claims of what a victim of "${attack}" is to do`);
	}

	return claims;
};

/** The claims as one sentence about a robust victim, without its subject and its full stop. */
export const robustWords = (attack: string): string => {
	const words = [...new Set(Object.values(claimsOf(attack).claims))];
	return `${words.slice(0, -1).join('; ')}; and ${words.at(-1)}`;
};

/** When a victim has met an attack, in words that follow "it has". */
export const exposureWords = (attack: string): string => {
	const {how, times} = claimsOf(attack).exposure;
	return times === 1 ? EXPOSURES[how] : `${EXPOSURES[how]}, ${times} times`;
};
