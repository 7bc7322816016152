import {command} from './command.ts';
import {runFlags} from './run-flags.ts';
import {wholeNumber} from './whole-number.ts';

/** `run good [FILE…]`, `run bad [ATTACK…]`, `run NAME`: runs scenarios and judges them. */
export const runCommand = command({
	usage: 'run <what> [names..]',
	summary: 'Run a scenario (`run good [FILE…]`) or a group of them (`run bad [NAME…]`) and judge it',
	positionals: {
		what: {type: 'string', demandOption: true, describe: 'A scenario, a group (good, network, bad) or all'},
		names: {
			type: 'string',
			array: true,
			default: [] as string[],
			describe: 'After a scenario: files to spread instead of the sample pictures. After a group: only these of it',
		},
	},
	flags: {
		...runFlags,
		repeat: wholeNumber('repeat', {
			describe: 'Run each so often, with a seed of its own each time',
			least: 1,
			most: 1000,
		}),
		jobs: wholeNumber('jobs', {
			describe:
				'Scenarios at a time [default: two for each processor, of plain processes one; of these and of programs handed in more while processors are idle]',
			least: 1,
			most: 64,
		}),
		hold: {
			type: 'boolean',
			default: false,
			describe: 'Leave the guests up afterwards and say how to look into each, until Enter or Ctrl-C',
		},
	},
	async run(options, surroundings) {
		const {runScenarios} = await import('./run-scenarios.ts');
		return runScenarios(options, surroundings);
	},
});
