import {spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {undecidedUntilTold} from '../guest/net/undecided-until-told.ts';
import {logIn} from '../host/testbed/log-in.ts';
import {bootVm} from '../host/vm/boot-vm.ts';
import {ensureImage} from '../image/build.ts';
import packageJson from '../package.json' with {type: 'json'};
import {networkSettings} from './newcomer/network-settings.ts';

undecidedUntilTold();

/*
Makes a release, extracts it where nothing of ours is, and has it run the good scenario on plain processes there, without git, without a network:
in a chroot of Debian's that has but what the pinned Node needs (as root only), and in a guest of our own. `--in chroot` or `--in guest` does one of them;
`--twice` makes the release two times, and compares. Ends with `N passed, N failed`.
*/

const {values: options} = parseArgs({options: {in: {type: 'string'}, twice: {type: 'boolean', default: false}}});
const {signal} = new AbortController();
const name = `${packageJson.name}-${packageJson.version}`;
const archive = path.resolve(`dist/${name}.tar.gz`);
const results: boolean[] = [];

/** What a person does with it, and that it did it without any help. */
const SCRIPT = [
	'set -eu',
	'! command -v git',
	`tar -xzf "$1" -C "$2"`,
	`cd "$2/${name}"`,
	'sha256sum --quiet --check SHA256SUMS',
	'./dist/osppeer --version',
	'./dist/osptracker --version',
	'scripts/osp2p --version',
	'./run-good --substrate process </dev/null',
	'! find dist -newer SHA256SUMS -type f -name "osp*" | grep .',
].join('\n');

run('making the release', process.execPath, ['scripts/release.ts']);
if (options.twice) {
	const first = await readFile(archive);
	run('making it again', process.execPath, ['scripts/release.ts']);
	tell('the same inputs give the same bytes', first.equals(await readFile(archive)));
}

if (options.in !== 'guest') {
	await inChroot();
}

if (options.in !== 'chroot') {
	await inGuest();
}

const passed = results.filter(Boolean).length;
process.stdout.write(`\n${passed} passed, ${results.length - passed} failed\n`);
process.exitCode = passed === results.length ? 0 : 1;

async function inChroot(): Promise<void> {
	if (process.getuid?.() !== 0) {
		process.stdout.write('# a chroot takes root: left out\n');
		return;
	}

	const folder = await mkdtemp(`${tmpdir()}/osp2p-release-`);
	try {
		const root = `${folder}/root`;
		const {sources} = await networkSettings('trixie', {signal});
		const argv = ['--quiet', '--variant=apt', '--include=libatomic1', 'trixie', root, ...sources];
		run('a minimal Debian', 'mmdebstrap', argv);
		// Everything mounted there ends with it, and so does its network, which is none.
		const enter = `mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/tmp" && mount --rbind /dev "$1/dev" && cp "$2" "$1/opt/release.tar.gz" &&
			ip link set lo up; exec chroot "$1" env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/root sh -c "$3" sh /opt/release.tar.gz /opt`;
		const inside = [
			'--mount',
			'--net',
			'--pid',
			'--fork',
			'--kill-child',
			'sh',
			'-c',
			enter,
			'sh',
			root,
			archive,
			SCRIPT,
		];
		tell('in a minimal chroot without a network', run('in a chroot', 'unshare', inside, {mayFail: true}));
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

async function inGuest(): Promise<void> {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-release-`);
	try {
		const startedMs = performance.now();
		const image = await ensureImage(
			{
				base: 'auto',
				executables: [{name: 'release.tar.gz', path: archive}], // Its disk of programs takes any file.
				variant: 'build-tools',
				cacheFolder: path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'osp2p'),
			},
			{signal, report: ({title, fraction}) => fraction === undefined && process.stdout.write(`# ${title}\n`)},
		);
		await using guest = await bootVm(
			{
				name: 'release',
				image,
				memoryMiB: 2048,
				cpus: 2,
				lan: {mac: '02:00:00:00:02:00', address: '10.77.2.1/16'},
				hosts: [],
				forwards: [22],
			},
			{accelerator: {name: 'tcg'}, folder, signal},
		);
		await using ssh = await logIn(guest, image, {signal});
		const {exitCode, stdout, stderr} = await ssh.run(
			['timeout', '600', 'sh', '-c', `exec 2>&1; ${SCRIPT}`, 'sh', '/opt/osp2p/bin/release.tar.gz', '/root'],
			{signal},
		);
		process.stdout.write(`${stdout}${stderr}# in a guest: ${((performance.now() - startedMs) / 1000).toFixed(0)} s\n`);
		tell('in a guest of our own', exitCode === 0);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

function tell(what: string, holds: boolean): void {
	results.push(holds);
	process.stdout.write(`${holds ? '✔' : '✘'} ${what}\n`);
}

function run(title: string, file: string, args: readonly string[], {mayFail = false} = {}): boolean {
	const startedMs = performance.now();
	const {status, error} = spawnSync(file, args, {stdio: 'inherit'});
	process.stdout.write(
		`# ${title}: ${status ?? error?.message}, ${((performance.now() - startedMs) / 1000).toFixed(0)} s\n`,
	);
	if (status !== 0 && !mayFail) {
		process.exit(3);
	}

	return status === 0;
}
