import type {Check} from './check.ts';
import {whyUnexposed} from './exposure.ts';

/** An attack that never got at its victim proves nothing about the victim. */
export const attackStruck: Check = {
	id: 'attack-struck',
	title: 'the attack really struck, and met whom it was meant for',
	level: 'must',
	aboutRun: true,
	advice:
		'The attacker was never asked, or never let in. That is no fault of the program: run it again, or with another seed.',
	judge(history) {
		const attacks = history.filter(event => event.type === 'attack');
		if (attacks.length === 0) {
			return {verdict: 'unknown', because: 'nobody attacked'};
		}

		const missed = attacks.filter(({struck}) => struck === 0);
		if (missed.length > 0) {
			return {verdict: 'unknown', because: `${missed.map(({attack}) => attack).join(', ')} never struck`};
		}

		const because = whyUnexposed(history);
		return because === undefined ? {verdict: 'pass', evidence: attacks} : {verdict: 'unknown', because};
	},
};
