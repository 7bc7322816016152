import type {InferredOptionTypes, Options, PositionalOptions} from 'yargs';
import type {Surroundings} from './surroundings.ts';

/**
One command of the command line. Its file holds what is needed to understand what was typed; what it takes to do the work is imported when it runs, so that `--help` is there at once.
*/
export type CliCommand<Positionals extends PositionalTable, Flags extends FlagTable> = {
	/** As yargs wants it: `run <what> [names..]`. */
	readonly usage: string;
	readonly summary: string;
	/** The arguments of the usage that are no options, by name. */
	readonly positionals: Positionals;
	/** Its options, by name without the dashes. */
	readonly flags: Flags;
	/**
	@param options - Frozen.
	@returns The exit code.
	@throws {HarnessError} If it cannot do its work: printed with its hint, exit code 3.
	*/
	readonly run: (
		options: Readonly<InferredOptionTypes<Positionals> & InferredOptionTypes<Flags>>,
		surroundings: Surroundings,
	) => Promise<number>;
};

export type PositionalTable = Readonly<Record<string, PositionalOptions>>;

export type FlagTable = Readonly<Record<string, Options>>;

/** Keeps the types of a command's positionals and flags from their tables to its `run`. */
export const command = <const Positionals extends PositionalTable, const Flags extends FlagTable>(
	plan: CliCommand<Positionals, Flags>,
): CliCommand<Positionals, Flags> => plan;
