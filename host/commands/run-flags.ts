import {packageList} from './package-list.ts';
import {wholeNumber} from './whole-number.ts';

/** Options of every command that runs scenarios. */
export const runFlags = {
	substrate: {
		choices: ['vm', 'process'],
		default: 'vm',
		describe: 'Real virtual machines, or plain processes of this host (fast, for programs you trust)',
	},
	base: {
		type: 'string',
		default: 'auto',
		requiresArg: true,
		describe: "The guests' system: auto, ubuntu[:suite], debian[:suite], or the path of a root file system tar",
	},
	accel: {choices: ['auto', 'kvm', 'hvf', 'tcg'], default: 'auto', describe: 'What runs the guests'},
	boot: {
		choices: ['fork', 'cold'],
		default: 'fork',
		describe: 'Fork each guest from one frozen template, or boot each from its disk',
	},
	'fresh-guests': {
		type: 'boolean',
		default: false,
		describe: 'New guests for every scenario; else those of a suite use tidied ones again',
	},
	packages: packageList({
		describe: "The distribution's packages that guests get besides, joined by commas: libev-dev,libbsd-dev",
	}),
	memory: wholeNumber('memory', {describe: 'Memory of each guest, in MiB', least: 256, most: 65_536, unit: ' MiB'}),
	disk: wholeNumber('disk', {
		describe:
			"Disk of the programs under test in each guest, in MiB [default: 512 for programs of others; ours share the guest's]",
		least: 16,
		most: 3072,
		unit: ' MiB',
	}),
	runs: {type: 'string', default: 'runs', requiresArg: true, describe: 'Folder that gets a folder for each run'},
	seed: wholeNumber('seed', {
		describe: 'Seed of all randomness; the same one repeats the same run [default: a new one, printed]',
		least: 0,
		most: 2 ** 32 - 1,
	}),
	peer: {
		type: 'string',
		requiresArg: true,
		describe: 'Judge this peer instead of ours: executable, script, folder with a Makefile, or tar.gz',
	},
	tracker: {type: 'string', requiresArg: true, describe: 'Judge this tracker instead of ours, likewise'},
	args: {
		type: 'string',
		requiresArg: true,
		describe: 'Command line of the program given: arguments with {tracker}, {dir}, {port}, {files} filled in',
	},
	verbose: {type: 'boolean', default: false, describe: 'Show everything that happens'},
} as const;
