import type {FlagTable} from './command.ts';

/**
Write `--args '--tracker {tracker}'` as `--args='--tracker {tracker}'`: what follows an option that takes a value is its value, whatever it begins with. yargs takes it for an option.

Only where the next word is the name of an option, no more, is it taken for that: a value was forgotten then.

@param argv - As typed.
@param tables - The options of all commands.
*/
export const joinValues = (argv: readonly string[], tables: readonly FlagTable[]): string[] => {
	const flags = Object.assign({}, ...tables) as FlagTable;
	const names = new Set(['help', 'version', ...Object.keys(flags)].map(name => `--${name}`));
	const takesValue = (word: string): boolean => {
		const flag = word.startsWith('--') ? flags[word.slice(2)] : undefined;
		return flag !== undefined && flag.type !== 'boolean';
	};

	const joined: string[] = [];
	for (let at = 0; at < argv.length; at++) {
		const [word = '', next] = argv.slice(at, at + 2);
		if (word === '--') {
			return [...joined, ...argv.slice(at)];
		}

		if (takesValue(word) && next?.startsWith('-') && !names.has(next)) {
			joined.push(`${word}=${next}`);
			at++;
		} else {
			joined.push(word);
		}
	}

	return joined;
};
