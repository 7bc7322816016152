import type {Check} from './check.ts';

/** An attack that never got at its victim proves nothing about the victim. */
export const attackStruck: Check = {
	id: 'attack-struck',
	title: 'the attack really struck',
	level: 'must',
	aboutRun: true,
	advice: 'The attacker was never asked, or never let in. That is no fault of the program: run it again.',
	judge(history) {
		const attacks = history.filter(event => event.type === 'attack');
		if (attacks.length === 0) {
			return {verdict: 'unknown', because: 'nobody attacked'};
		}

		const missed = attacks.filter(({struck}) => struck === 0);
		return missed.length === 0
			? {verdict: 'pass', evidence: attacks}
			: {verdict: 'unknown', because: `${missed.map(({attack}) => attack).join(', ')} never struck`};
	},
};
