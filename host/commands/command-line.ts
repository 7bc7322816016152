import {existsSync, readFileSync} from 'node:fs';
import yargs from 'yargs';
import type {CliCommand, FlagTable, PositionalTable} from './command.ts';
import {type KnownCommand, usageComplaint} from './complaint.ts';
import {doctorCommand} from './doctor.ts';
import {gcCommand} from './gc.ts';
import {gradeCommand} from './grade.ts';
import {imageCommand} from './image.ts';
import {joinValues} from './join-values.ts';
import {runCommand} from './run.ts';
import {scenariosCommand} from './scenarios.ts';
import type {Surroundings} from './surroundings.ts';
import {traceCommand} from './trace.ts';
import {UsageError} from './usage-error.ts';

/**
Understand what was typed and do what it says.

@param argv - Without Node and the script.
@returns The exit code.
@throws {HarnessError} If it makes no sense, or the work cannot be done.
*/
export const commandLine = async (argv: readonly string[], surroundings: Surroundings): Promise<number> => {
	refuseMangled(argv, surroundings.workingFolder);
	let exitCode = 0;
	const commands: KnownCommand[] = [];
	const tables = [runCommand, scenariosCommand, gradeCommand, imageCommand, traceCommand, doctorCommand, gcCommand].map(
		({flags}) => flags,
	);
	const parser = yargs(joinValues(argv, tables))
		.locale('en') // Its complaints are read by complaint.ts.
		.scriptName(surroundings.invokedAs)
		.usage('$0 <command>\n\nProves a peer-to-peer file network, ours or yours, on real virtual machines.')
		.parserConfiguration({'boolean-negation': false, 'camel-case-expansion': false, 'populate--': true})
		.version('version', 'Show the version', `osp2p ${surroundings.version}`)
		.help('help', 'Show this')
		.demandCommand(1, 'say what to do')
		.strict()
		.exitProcess(false)
		.fail((message, error) => {
			// yargs throws errors of its own kind for its own rules, and for what a `coerce` threw.
			throw error === undefined || error.name === 'YError'
				? usageComplaint(error?.message ?? message, {argv, commands, invokedAs: surroundings.invokedAs})
				: error;
		});

	const add = <Words extends PositionalTable, Flags extends FlagTable>(added: CliCommand<Words, Flags>): void => {
		commands.push(added);
		parser.command({
			command: added.usage,
			describe: added.summary,
			builder: self => {
				for (const [name, positional] of Object.entries(added.positionals)) {
					self.positional(name, positional);
				}

				return self.options(added.flags);
			},
			async handler({_, $0, '--': behind, ...typed}) {
				const options = withBehind(typed, behind);
				refuseTwice(options, added);
				// yargs made these by the very tables the type comes from.
				exitCode = await added.run(Object.freeze(options) as unknown as Parameters<typeof added.run>[0], surroundings);
			},
		});
	};

	add(runCommand);
	add(scenariosCommand);
	add(gradeCommand);
	add(imageCommand);
	add(traceCommand);
	add(doctorCommand);
	add(gcCommand);

	await parser.parseAsync();
	return exitCode;
};

/** Arguments behind `--` are arguments like the others, even when they begin with a dash. */
const withBehind = (options: Readonly<Record<string, unknown>>, behind: unknown): Readonly<Record<string, unknown>> => {
	if (!Array.isArray(behind) || behind.length === 0) {
		return options;
	}

	const [list] = Object.entries(options).filter(([, value]) => Array.isArray(value));
	if (list === undefined) {
		throw new UsageError(`nothing may follow here: ${behind.join(' ')}`);
	}

	const [name, given] = list;
	return {...options, [name]: [...(given as readonly unknown[]), ...behind.map(String)]};
};

/** An option given twice comes as an array, whatever its type says. */
const refuseTwice = (options: Readonly<Record<string, unknown>>, {flags}: {readonly flags: FlagTable}): void => {
	const twice = Object.keys(flags).find(name => Array.isArray(options[name]));
	if (twice !== undefined) {
		throw new UsageError(`--${twice} was given more than once`, {hint: 'Say it once.'});
	}
};

/**
Refuse arguments, and a working folder, whose bytes are not UTF-8: Node puts U+FFFD in the place of what it cannot read, so what was named cannot be found by that name.

@param argv - As Node hands them on.
@param workingFolder - Likewise.
@throws {UsageError} Names the first of them.
*/
const refuseMangled = (argv: readonly string[], workingFolder: string): void => {
	const mangled = argv.find(word => word.includes(REPLACEMENT) && !wasTyped(word));
	if (mangled !== undefined) {
		throw new UsageError(`"${mangled}" is not UTF-8: where it has "${REPLACEMENT}" stands a byte that is no letter`, {
			hint: 'Give it another name, or one more: ln -s OLD NEW.',
		});
	}

	if (workingFolder.includes(REPLACEMENT) && !existsSync(workingFolder)) {
		throw new UsageError(`the path of the folder you are in is not UTF-8: ${workingFolder}`, {
			hint: 'Give it another name, or do this from elsewhere.',
		});
	}
};

const REPLACEMENT = '\uFFFD';

/** A name may hold U+FFFD itself: then its bytes are in the command line. */
const wasTyped = (word: string): boolean => {
	try {
		return readFileSync('/proc/self/cmdline').includes(Buffer.from(`\0${word}\0`));
	} catch {
		return false; // No /proc.
	}
};
