import type {InferredOptionTypes, Options, PositionalOptions} from 'yargs';
import type {Surroundings} from './surroundings.ts';

/**
One command of the command line. Its file holds what is needed to understand the words typed; what it takes to do the work is imported when it runs, so that `--help` is there at once.
*/
export type Command<Words extends WordTable, Flags extends FlagTable> = {
	/** As yargs wants it: `run <what> [words..]`. */
	readonly usage: string;
	readonly summary: string;
	/** The words of the usage, by name. */
	readonly words: Words;
	/** Its options, by name without the dashes. */
	readonly flags: Flags;
	/**
	@param options - Frozen.
	@returns The exit code.
	@throws {HarnessError} If it cannot do its work: printed with its hint, exit code 3.
	*/
	readonly run: (
		options: Readonly<InferredOptionTypes<Words> & InferredOptionTypes<Flags>>,
		surroundings: Surroundings,
	) => Promise<number>;
};

export type WordTable = Readonly<Record<string, PositionalOptions>>;

export type FlagTable = Readonly<Record<string, Options>>;

/** Keeps the types of a command's words and flags from their tables to its `run`. */
export const command = <const Words extends WordTable, const Flags extends FlagTable>(
	plan: Command<Words, Flags>,
): Command<Words, Flags> => plan;
