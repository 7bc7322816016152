import {globSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {filesAlong} from './files-along.ts';
import {importsOf} from './imports-of.ts';

undecidedUntilTold();

/*
Counts the files that a reader opens on the way from a command to what it comes to: `npm run journeys`; with `-- --list` their names too.
*/

const {values: options} = parseArgs({options: {list: {type: 'boolean', default: false}}});
const root = path.dirname(import.meta.dirname);

const FORKS = [
	'image/build.ts',
	'host/vm/fork-vm.ts',
	'host/vm/started-machine.ts',
	'host/testbed/guest-pool.ts',
	'host/testbed/guest-agent.ts',
];

/** Where each begins, what happens on it, in the file that does it, and in how many files a reader should find all of that. */
const JOURNEYS = [
	{
		title: 'from the command line to forks that run',
		from: 'host/cli.ts',
		to: FORKS,
		without: ['host/commands/grade', 'host/grade/'],
		most: 25,
	},
	{
		title: 'from the command line to a verdict',
		from: 'host/cli.ts',
		to: [
			...FORKS,
			'host/scenario/participant-program.ts',
			'host/scenario/judge-run.ts',
			'host/report/write-reports.ts',
		],
		without: ['host/commands/grade', 'host/grade/'],
		most: 45,
	},
	{
		title: "from grade to a student's page, without virtual machines",
		from: 'host/commands/grade.ts',
		to: ['host/grade/judge-answer.ts', 'host/scenario/judge-run.ts', 'host/report/student-page.ts'],
		without: ['host/vm/', 'host/commands/open-vm-substrate.ts'],
		most: 30,
	},
	{
		title: 'from the start of a peer to a file that came',
		from: 'guest/peer/main.ts',
		to: ['guest/peer/announcements.ts', 'guest/peer/partial-file.ts', 'guest/peer/digest-of-file.ts'],
		most: 20,
	},
];

const imports = globSync('{guest,image,host}/**/*.ts', {cwd: root})
	.filter(file => !file.endsWith('.test.ts'))
	.flatMap(file => importsOf(root, file));
for (const {title, most, ...journey} of JOURNEYS) {
	const files = filesAlong(imports, journey);
	process.stdout.write(`${String(files.length).padStart(4)} files ${title} (at most ${most})\n`);
	if (options.list) {
		process.stdout.write(files.map(file => `       ${file}\n`).join(''));
	}
}

process.exitCode = 0;
