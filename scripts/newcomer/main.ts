import {existsSync} from 'node:fs';
import {copyFile, mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../../guest/net/undecided-until-told.ts';
import {HarnessError} from '../../host/harness-error.ts';
import {makeBareArchive, openBareSystem} from './bare-system.ts';
import {type Step, succeeded, takeFirstSteps} from './first-steps.ts';
import {networkSettings} from './network-settings.ts';

const stop = new AbortController();
undecidedUntilTold(stop);

/*
What a newcomer sees: README's two commands on a bare Debian, from a fresh clone of this commit and with nothing cached.

	npm run test:newcomer [-- --suite bookworm|trixie|forky] [--as root|user] [--run './run-good'] [--keep FOLDER]

The first three may be given several times; without them all four of bookworm and trixie, root and user, are tried.
The bare systems are kept in FOLDER for the next time, as archives.
Made by root in a folder for temporary files ($TMPDIR), which is removed. Ends with 0 when all succeeded, 1 when one did not, 3 when it could not be tried.
*/
const {values: options} = parseArgs({
	options: {
		suite: {type: 'string', multiple: true, default: ['bookworm', 'trixie']},
		as: {type: 'string', multiple: true, default: ['root', 'user']},
		keep: {type: 'string'},
		run: {type: 'string', multiple: true, default: ['./run-good', './run-bad']},
	},
});
const {signal} = stop;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const outcomes: string[] = [];
let isAllFine = true;
for (const suite of options.suite) {
	await trySuite(suite);
}

print(`\n${outcomes.join('\n')}`);
process.exitCode = isAllFine ? 0 : 1;

async function trySuite(suite: string): Promise<void> {
	const people = options.as.map(person => {
		if (person !== 'root' && person !== 'user') {
			throw new HarnessError(`Nobody is called "${person}".`, {hint: 'Say --as root or --as user.'});
		}

		return person;
	});
	print(`\n# Debian ${suite}`);
	const startedMs = performance.now();
	const settings = await networkSettings(suite, {signal});
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-newcomer-'));
	const archive = join(options.keep ?? folder.path, `bare-${suite}.tar`);
	if (!existsSync(archive)) {
		const half = join(folder.path, 'half.tar');
		await makeBareArchive(suite, half, {...settings, signal, onLine: print});
		await copyFile(half, archive);
	}

	print(`# It is there after ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);
	for (const as of people) {
		print(`\n# Debian ${suite}, as ${as}`);
		await using system = await openBareSystem(archive, {settings, signal, onLine: print});
		const steps = await takeFirstSteps(system, {as, commands: options.run, signal, onLine: print});
		const isFine = succeeded(steps, options.run);
		isAllFine &&= isFine;
		const told = [`${isFine ? '✔' : '✘'} Debian ${suite}, as ${as}`, ...steps.map(lineOf)];
		outcomes.push(...told);
		print(told.join('\n'));
	}
}

function lineOf({command, exitCode, seconds}: Step): string {
	return `  ${seconds.toFixed(1).padStart(7)} s  exit code ${exitCode ?? 'none'}  ${command}`;
}
