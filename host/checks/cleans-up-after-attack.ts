import type {Check} from './check.ts';
import {lateIn} from './crowded.ts';

/** Open files a program may have more after the attack than before: its own log, a transfer under way. */
const MAX_MORE_FILES = 48;

/** When the attackers are gone, so is what the program had opened for them. */
export const cleansUpAfterAttack: Check = {
	id: 'cleans-up-after-attack',
	title: 'after the attack the program had closed what it had opened',
	level: 'must',
	advice:
		'Close the connection and the file on every way out: after errors, after time-outs, when the other side is gone.',
	judge(history) {
		const attacks = history.filter(event => event.type === 'attack');
		const endedAt = attacks.at(-1)?.at;
		if (endedAt === undefined) {
			return {verdict: 'unknown', because: 'nobody attacked'};
		}

		const attackers = new Set(attacks.map(({actor}) => actor));
		const samples = history.filter(event => event.type === 'resources').filter(({actor}) => !attackers.has(actor));
		const late = samples.filter(({at}) => at > endedAt);
		if (late.length === 0) {
			return {verdict: 'unknown', because: 'nothing was measured after the attack'};
		}

		const leaks = [...new Set(late.map(({actor}) => actor))].flatMap(actor => {
			const first = samples.find(sample => sample.actor === actor);
			const last = late.findLast(sample => sample.actor === actor);
			return first !== undefined && last !== undefined && last.openFiles > first.openFiles + MAX_MORE_FILES
				? [{first, last}]
				: [];
		});
		return leaks.length === 0
			? {verdict: 'pass', evidence: late.slice(-1)}
			: {
					verdict: 'fail',
					because: leaks
						.map(
							({first, last}) => `${last.actor} had ${last.openFiles} files open afterwards, ${first.openFiles} before`,
						)
						.join('; '),
					evidence: leaks.flatMap(({first, last}) => [first, last]),
					...lateIn(leaks.map(({last}) => ({from: endedAt, to: last.at}))),
				};
	},
};
