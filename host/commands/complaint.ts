import type {CliCommand, FlagTable, PositionalTable} from './command.ts';
import {meant} from './nearest-word.ts';
import {UsageError} from './usage-error.ts';

/** What of a command it takes to say what is wrong with the arguments behind its name. */
export type KnownCommand = Pick<CliCommand<PositionalTable, FlagTable>, 'usage' | 'flags'>;

/**
What yargs finds wrong, in a sentence that says what would be right.

@param message - Its own.
@param argv - As typed.
@param commands - All there are.
@param invokedAs - How a line begins that asks for help.
*/
export const usageComplaint = (
	message: string,
	{
		argv,
		commands,
		invokedAs,
	}: {readonly argv: readonly string[]; readonly commands: readonly KnownCommand[]; readonly invokedAs: string},
): UsageError => {
	const command = commands.find(({usage}) => nameOf(usage) === argv[0]);
	if (command === undefined) {
		return argv[0] === undefined || argv[0].startsWith('-')
			? new UsageError('say what to do', {hint: `See: ${invokedAs} --help`})
			: new UsageError(`there is no command "${argv[0]}"`, {
					hint: meant(
						argv[0],
						commands.map(({usage}) => nameOf(usage)),
					),
				});
	}

	const name = nameOf(command.usage);
	const flags = Object.keys(command.flags);
	const hint = `See: ${invokedAs} ${name} --help`;
	if (/^Not enough non-option arguments/.test(message)) {
		return new UsageError(`${name} wants more arguments: ${command.usage}`, {hint});
	}

	const lonely = /^Not enough arguments following: (?<flag>\S+)/.exec(message)?.groups?.['flag'];
	if (lonely !== undefined) {
		const follows = argv[argv.indexOf(`--${lonely}`) + 1];
		return new UsageError(`--${lonely} takes a value, and none follows`, {
			hint:
				follows === undefined
					? hint
					: `${follows} is an option. If you mean it as the value, write --${lonely}=${follows}`,
		});
	}

	const choice = /Argument: (?<what>\S+), Given: (?<given>.*), Choices: (?<choices>.*)/.exec(message)?.groups;
	if (choice !== undefined) {
		const {what = '', given = '', choices = ''} = choice;
		const place = flags.includes(what) ? `--${what}` : name;
		return new UsageError(`${place} ${given} makes no sense: it takes ${choices}`.replaceAll('"', ''), {hint});
	}

	const unknown = /^Unknown (?:argument|command)s?: (?<word>[^,]+)/.exec(message)?.groups?.['word'];
	if (unknown === undefined) {
		return new UsageError(message, {hint});
	}

	return argv.some(word => /^--?/.exec(word) !== null && word.replace(/^-+/, '').split('=')[0] === unknown)
		? new UsageError(`${name} has no option --${unknown}`, {
				hint: meant(
					`--${unknown}`,
					['help', ...flags].map(flag => `--${flag}`),
				),
			})
		: new UsageError(`${name} takes no "${unknown}"`, {hint});
};

/** `run` of `run <what> [names..]`. */
const nameOf = (usage: string): string => usage.split(' ')[0] ?? '';
