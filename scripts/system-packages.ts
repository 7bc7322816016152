import {spawnSync} from 'node:child_process';
import {createInterface} from 'node:readline/promises';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {missingPackages, searchPath} from '../host/doctor/prerequisites.ts';

undecidedUntilTold();

/*
Installs the system packages that are missing. As root: after a yes where a terminal can give one, at once where none is there.
Otherwise one message names all of them and the command. `scripts/osp2p doctor` tells what each is for.
With --for-tests also what only `npm test` uses.
*/

const {values: options} = parseArgs({options: {'for-tests': {type: 'boolean', default: false}}});
const missing = missingNow();
const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing];

if (missing.length === 0) {
	process.exitCode = 0;
} else if (process.platform === 'darwin') {
	refuse(
		`Missing on this system: ${missing.join(', ')} (names of Debian's packages).`,
		'Install QEMU with: brew install qemu. Images are built on Linux; `scripts/osp2p doctor` tells more.',
	);
} else if (process.getuid?.() !== 0) {
	refuse(
		`Missing on this system: ${missing.join(', ')}.`,
		`Install with: sudo apt-get update && sudo ${install.join(' ')}`,
	);
} else if (!(await isAllowed())) {
	refuse('Nothing was installed.', `When you are ready: ${install.join(' ')}`);
} else {
	process.stderr.write(`osp2p: installing ${missing.join(', ')} (once) …\n`);
	run(['apt-get', 'update']);
	run(install);
	const stillMissing = missingNow();
	if (stillMissing.length > 0) {
		refuse(
			`apt installed its packages, but still missing: ${stillMissing.join(', ')}.`,
			'scripts/osp2p doctor tells which file each should have brought.',
		);
	}

	process.exitCode = 0;
}

function missingNow(): string[] {
	return missingPackages(searchPath(process.env['PATH'] ?? ''), {forTests: options['for-tests']});
}

/** Asks on a terminal; without one nobody could answer, and whoever started us as root meant it. */
async function isAllowed(): Promise<boolean> {
	if (!process.stdin.isTTY || !process.stderr.isTTY) {
		return true;
	}

	const terminal = createInterface({input: process.stdin, output: process.stderr});
	const answer = await terminal.question(
		`OSP2P needs these system packages: ${missing.join(', ')}.\nInstall them now with apt-get? [Y/n] `,
	);
	terminal.close();
	return /^(y|yes|)$/i.test(answer.trim());
}

function run([file, ...arguments_]: readonly string[]): void {
	const {status, stdout, stderr, error} = spawnSync(file ?? '', arguments_, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
	});
	if (status !== 0) {
		process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
		refuse(
			`"${[file, ...arguments_].join(' ')}" ended with ${status ?? error?.message}; its words are above.`,
			'Mend that (is the package archive reachable?), then try again.',
		);
	}
}

function refuse(message: string, hint: string): never {
	process.stderr.write(`osp2p: ${message}\n${hint}\n`);
	process.exit(3);
}
