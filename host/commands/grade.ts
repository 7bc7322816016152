import {command} from './command.ts';
import {runFlags} from './run-flags.ts';
import {wholeNumber} from './whole-number.ts';

/** `grade SUBMISSION…`: judges any number of programs by all that concerns their role. */
export const gradeCommand = command({
	usage: 'grade <submissions..>',
	summary: 'Judge any number of handed-in programs, with a report for each and a matrix for the class',
	positionals: {
		submissions: {
			type: 'string',
			array: true,
			default: [] as string[],
			describe: 'Executables, scripts, folders with a Makefile, or tar.gz files',
		},
	},
	flags: {
		role: {choices: ['peer', 'tracker'], default: 'peer', describe: 'What they are'},
		out: {
			type: 'string',
			default: 'grades',
			requiresArg: true,
			describe: 'Folder for the results; what is in it already is not done again',
		},
		rubric: {
			type: 'string',
			requiresArg: true,
			describe: 'How verdicts become points: a JSON file (docs/grading.md) [default: one for the role]',
		},
		only: {type: 'string', requiresArg: true, describe: 'Only some of the work: names or groups, joined by commas'},
		jobs: wholeNumber('jobs', {
			describe: 'Pieces of work at a time [default: more as long as processors are idle and memory is free]',
			least: 1,
			most: 64,
		}),
		args: runFlags.args,
		substrate: runFlags.substrate,
		base: runFlags.base,
		accel: runFlags.accel,
		boot: runFlags.boot,
		'fresh-guests': runFlags['fresh-guests'],
		packages: runFlags.packages,
		memory: runFlags.memory,
		disk: runFlags.disk,
		seed: {
			...runFlags.seed,
			describe: 'Seed of all randomness: the same for a whole class, also when grading is resumed [default: 1]',
		},
		verbose: runFlags.verbose,
	},
	async run(options, surroundings) {
		const {gradeSubmissions} = await import('./grade-submissions.ts');
		return gradeSubmissions(options, surroundings);
	},
});
