import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import type {SshConnection} from '../ssh/connect-ssh.ts';
import type {Command, ProgramExit, ProgramUsage, RunningProgram, StartOptions} from './test-node.ts';

/** Limits of a program under test: more than any peer needs, less than what brings a guest down. Memory in MiB. */
const LIMITS = {memoryMiB: 320, tasks: 400} as const;

/** How long a program may take to end when asked, in milliseconds. Killing an emulated guest's program early would look like its fault. */
const GRACE_MS = 8000;

/** Output kept of one program. One that prints for ever must not fill the host's disk. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;

const LAUNCH = '/usr/lib/osp2p/launch';

/**
Start a program in a guest, as the user without rights, in a control group of its own: limited, measured, and killed with all it started.

@see image/files/usr/lib/osp2p/launch
*/
export const startLaunched = async (
	ssh: SshConnection,
	command: Command,
	{
		node,
		nodeFolder,
		logFolder,
		label,
		cwd = nodeFolder,
		signal,
		onLine,
		onUsage,
	}: StartOptions & {
		readonly node: string;
		readonly nodeFolder: string;
		readonly logFolder: string;
	},
): Promise<RunningProgram> => {
	await using stack = new AsyncDisposableStack();
	const log = createWriteStream(`${logFolder}/${node}.${label}.log`, {flags: 'a'});
	stack.defer(async () => {
		log.end();
		await once(log, 'close');
	});
	const limits = ['--memory', String(LIMITS.memoryMiB), '--tasks', String(LIMITS.tasks)];
	const remote = stack.use(
		await ssh.start([LAUNCH, label, ...limits, '--cwd', cwd, '--', ...command], {
			signal,
			onLine(line) {
				if (log.bytesWritten + log.writableLength < MAX_LOG_BYTES) {
					log.write(`${line}\n`);
				}

				onLine?.(line);
			},
		}),
	);
	// A connection that broke took the program's end with it; the guest's death is told elsewhere.
	const exited = remote.exited.then(namedBySystem, () => ({
		exitCode: null,
		signal: null,
		lastLines: remote.lastLines(),
	}));
	const never = new AbortController().signal;
	const kill = async (): Promise<ProgramExit> => {
		await ssh.run(['sh', '-c', KILL, 'sh', label], {signal: never});
		return exited;
	};
	stack.defer(async () => void (await kill()));
	const usage = async (): Promise<ProgramUsage | undefined> => {
		const {stdout} = await ssh.run(['sh', '-c', USAGE, 'sh', label, nodeFolder], {signal: never});
		return parseUsage(stdout.toString());
	};
	if (onUsage !== undefined) {
		const onLine = (line: string): void => {
			const used = parseUsage(line);
			if (used !== undefined) {
				onUsage(used);
			}
		};
		const sampler = stack.use(await ssh.start(['sh', '-c', SAMPLER, 'sh', label, nodeFolder], {signal, onLine}));
		sampler.exited.catch(() => undefined); // A guest that died is told elsewhere.
	}

	const owned = stack.move();
	return {
		exited,
		lastLines: remote.lastLines,
		usage,
		async stop({graceMs = GRACE_MS} = {}) {
			const used = onUsage && (await usage());
			if (used) {
				onUsage?.(used);
			}

			const grace = setTimeout(() => void kill().catch(() => undefined), graceMs);
			await ssh.run(['sh', '-c', TERMINATE, 'sh', label], {signal: never});
			const exit = await exited;
			clearTimeout(grace);
			return exit;
		},
		kill,
		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};

const GROUP = '/sys/fs/cgroup/osp2p';

/** By the shell's own means: in an emulated guest, starting programs is what costs. */
const TERMINATE = `while read -r pid; do kill -TERM "$pid"; done <${GROUP}/"$1"/cgroup.procs 2>&1`;

/** As `launch --kill`, without the time that perl takes to start. */
const KILL = `
group=${GROUP}/$1 tries=0
[ -d "$group" ] || exit 0
echo 1 >"$group/cgroup.kill"
until rmdir "$group" 2>&1 || [ ! -d "$group" ] || [ "$tries" -ge 200 ]; do
	tries=$((tries + 1))
	sleep 0.05
done`;

const USAGE = `echo "$(${LAUNCH} --usage "$1") disk=$(du -sk "$2" | cut -f 1)"`;

/** One line about a program every second while it lives; almost all of it is the shell's own work. */
const SAMPLER = `
group=${GROUP}/$1 folder=$2
while sleep 1 && [ -d "$group" ]; do
	resident=0 files=0 cpu=0
	while read -r pid; do
		while read -r key value _; do
			case $key in VmRSS:) resident=$((resident + value * 1024)) ;; esac
		done </proc/$pid/status
		set -- /proc/$pid/fd/*
		files=$((files + $#))
	done <"$group/cgroup.procs"
	while read -r key value; do
		case $key in usage_usec) cpu=$value ;; esac
	done <"$group/cpu.stat"
	set -- $(du -sk "$folder")
	echo "resident=$resident files=$files cpu=$((cpu / 1000000)).$((cpu / 100000 % 10)) disk=$1"
done 2>/dev/null`;

/** Read a line of USAGE or SAMPLER; undefined when the program is gone. */
export const parseUsage = (output: string): ProgramUsage | undefined => {
	const number = (name: string): number | undefined => {
		const text = new RegExp(String.raw`\b${name}=([\d.]+)`).exec(output)?.[1];
		return text === undefined ? undefined : Number(text);
	};
	const [resident, files, cpuSeconds] = [number('resident'), number('files'), number('cpu')];
	if (resident === undefined || resident === 0 || files === undefined || cpuSeconds === undefined) {
		return undefined;
	}

	return {residentMiB: resident / 1024 / 1024, openFiles: files, cpuSeconds, diskMiB: (number('disk') ?? 0) / 1024};
};

/** SSH names signals without SIG (RFC 4254, section 6.10). */
const namedBySystem = ({exitCode, signal, lastLines}: ProgramExit): ProgramExit => ({
	exitCode,
	signal: signal === null || signal.startsWith('SIG') ? signal : `SIG${signal}`,
	lastLines,
});
