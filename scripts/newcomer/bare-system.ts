import {copyFile, mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {HarnessError} from '../../host/harness-error.ts';
import {startChild} from '../../host/process/start-child.ts';
import type {ProgramName} from '../../image/host-programs.ts';
import type {NetworkSettings} from './network-settings.ts';

/** A Debian in a folder of its own, with nothing but what the README asks for. Disposing removes it. */
export type BareSystem = AsyncDisposable & {
	/** The root of its files, as the host sees it. */
	readonly folder: string;
	/** Run a shell script in it to its end, as root or as the newcomer; nothing it started or mounted outlives it. */
	readonly run: (
		script: string,
		options: {readonly as: Person; readonly signal: AbortSignal; readonly onLine: (line: string) => void},
	) => Promise<{readonly exitCode: number | null; readonly seconds: number}>;
};

/** Who types: both have the checkout in their home. */
export type Person = 'root' | 'user';

export const homeOf = (person: Person): string => (person === 'root' ? '/root' : '/home/newcomer');

/**
Install the smallest Debian with git, Node, npm and certificates, into a tar archive.

@param suite - A release's name, as `trixie`.
@throws {HarnessError} If we are not root, or it cannot be installed.
*/
export const makeBareArchive = async (
	suite: string,
	archive: string,
	{sources, signal, onLine}: Pick<NetworkSettings, 'sources'> & Work,
): Promise<void> => {
	if (process.getuid?.() !== 0) {
		throw new HarnessError('Only root can make a bare system and enter it.', {hint: 'Try again as root.'});
	}

	const argv = ['--variant=apt', '--include=ca-certificates,git,nodejs,npm', '--mode=root'];
	// Its mounts are its own, so they end with it.
	await runToEnd('unshare', ['--mount', 'mmdebstrap', ...argv, suite, archive, ...sources], {signal, onLine});
};

/** Unpack such an archive into a folder of its own, and let it reach the network as this host does. */
export const openBareSystem = async (
	archive: string,
	{settings, signal, onLine}: Work & {readonly settings: NetworkSettings},
): Promise<BareSystem> => {
	await using stack = new AsyncDisposableStack();
	const {path: folder} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-newcomer-')));
	await runToEnd('tar', ['-C', folder, '--numeric-owner', '-xpf', archive], {signal, onLine});
	await copyFile('/etc/resolv.conf', join(folder, 'etc/resolv.conf'));
	await copyFile('/etc/hosts', join(folder, 'etc/hosts'));
	await writeFile(join(folder, 'etc/apt/apt.conf.d/99host'), settings.apt);
	for (const file of settings.certificates) {
		await copyFile(file.host, join(folder, file.inside));
	}

	const system = {folder, run: runIn(folder, settings)};
	await system.run(ADD_NEWCOMER, {as: 'root', signal, onLine});
	const owned = stack.move();
	return {...system, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

type Work = {readonly signal: AbortSignal; readonly onLine: (line: string) => void};

/** What useradd does; the smallest system has none. */
const ADD_NEWCOMER = `
echo newcomer:x:1000:1000::/home/newcomer:/bin/sh >>/etc/passwd
echo newcomer:x:1000: >>/etc/group
grep -qs newcomer /etc/subuid || echo newcomer:100000:65536 | tee -a /etc/subuid >>/etc/subgid
mkdir /home/newcomer
chown newcomer:newcomer /home/newcomer
`;

const runIn =
	(folder: string, {environment}: NetworkSettings): BareSystem['run'] =>
	async (script, {as, signal, onLine}) => {
		const startedMs = performance.now();
		const env = {
			HOME: homeOf(as),
			LANG: 'C.UTF-8',
			PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
			TERM: 'dumb',
			...environment,
		};
		// Name spaces of its own: whatever it mounts and starts ends with it, even when we are killed.
		const apart = [
			'--mount',
			'--pid',
			'--fork',
			'--kill-child',
			'sh',
			'-c',
			ENTER,
			'sh',
			folder,
			as,
			script,
			`${UMOUNT2}`,
		];
		await using child = await startChild('unshare', apart, {signal, env, onLine});
		const {exitCode} = await child.exited;
		signal.throwIfAborted();
		return {exitCode, seconds: (performance.now() - startedMs) / 1000};
	};

/** Number of the system call umount2, for the smallest system has perl but no umount. */
const UMOUNT2 = process.arch === 'arm64' ? 39 : 166;

/** Not chroot: who is in one cannot have a user namespace, which an ordinary user's mmdebstrap needs. */
const ENTER = `
set -eu
cd "$1"
mount --bind . .
cd "$1"
mount -t proc proc proc
mount --rbind /dev dev
mount --rbind /sys sys
mount -t tmpfs -o mode=1777 tmp tmp
mkdir -p mnt/host
pivot_root . mnt/host
cd /
perl -e '$_ = "/mnt/host"; syscall($ARGV[0], $_, 2) == 0 or die "the host is still seen: $!"' "$4"
cd "$HOME"
set +e
if [ "$2" = root ]; then
	sh -c "$3"
else
	setpriv --reuid newcomer --regid newcomer --init-groups sh -c "$3"
fi
`;

const runToEnd = async (file: ProgramName, args: readonly string[], {signal, onLine}: Work): Promise<void> => {
	await using child = await startChild(file, args, {signal, onLine, graceMs: 20_000});
	const {exitCode, lastLines} = await child.exited;
	signal.throwIfAborted();
	if (exitCode !== 0) {
		throw new HarnessError(`${args.join(' ')} failed (exit code ${exitCode}):\n${lastLines.slice(-10).join('\n')}`);
	}
};
