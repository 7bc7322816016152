import type {Ruling} from './judge.ts';

/** One ruling as a line. */
export const lineOf = ({attack, mutant, outcome, seconds, red}: Ruling): string => {
	const why = outcome === 'held' ? '' : red.map(({check, because}) => `${check} (${because.slice(0, 160)})`).join('; ');
	return `${outcome.padEnd(12)}${attack.padEnd(23)}${mutant.padEnd(26)}${seconds.toFixed(1).padStart(5)} s  ${why}`.trimEnd();
};

/** What was caught, missed and falsely blamed: a row for each mutant with what its attacks came to, and the sums. */
export const table = (rulings: readonly Ruling[]): string => {
	const mutants = [...new Set(rulings.map(({role, mutant}) => `${role} ${mutant}`))];
	const rows = mutants.map(key => {
		const own = rulings.filter(({role, mutant}) => `${role} ${mutant}` === key);
		const attacks = own.map(({attack, outcome}) => (isTrue(outcome) ? attack : `${attack} (${outcome.toUpperCase()})`));
		return `${key.padEnd(34)}${`${own.filter(({outcome}) => isTrue(outcome)).length}/${own.length}`.padEnd(8)}${key.endsWith(' none') ? `holds against ${own.length} attacks${wrongOnes(own)}` : attacks.join(', ')}\n`;
	});
	const sums = (['caught', 'missed', 'held', 'false alarm', 'undecided'] as const).map(
		outcome => `${rulings.filter(ruling => ruling.outcome === outcome).length} ${outcome}`,
	);
	return `${'mutant'.padEnd(34)}${'right'.padEnd(8)}attacks\n${rows.join('')}\n${sums.join(', ')}\n`;
};

const isTrue = (outcome: Ruling['outcome']): boolean => outcome === 'caught' || outcome === 'held';

const wrongOnes = (rulings: readonly Ruling[]): string => {
	const wrong = rulings
		.filter(({outcome}) => !isTrue(outcome))
		.map(({attack, outcome}) => `${attack} (${outcome.toUpperCase()})`);
	return wrong.length === 0 ? '' : `, but ${wrong.join(', ')}`;
};
