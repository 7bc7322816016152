import {chmod, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {execa} from 'execa';
import {makeFolder} from '../../guest/net/make-folder.ts';
import {runDelayMs} from '../process/run-delay.ts';
import {startChild} from '../process/start-child.ts';
import {shellLine} from '../ssh/shell-line.ts';
import {argumentOf, bytePath} from './byte-path.ts';
import {freePort} from './free-port.ts';
import {folderBytes, measureFile, measureFolder} from './measure-file.ts';
import {processesSteal} from './processor-look.ts';
import {MOST_LOG_BYTES} from './program-limits.ts';
import type {Command, ProgramKind, ProgramUsage, RunningProgram, StartOptions, TestNode} from './test-node.ts';

/** Such a node also tells what it had of the processors. */
export type ProcessNode = TestNode & {
	/** How long its programs waited so far for one that others than they had, in milliseconds. */
	readonly stealMs: () => number;
	/** Process groups of all programs that were started on it. */
	readonly groups: ReadonlySet<number>;
};

/**
A node that is a folder of this host, its programs plain processes of this user: fast, and without any wall between them and the host. Disposing ends them.

@param folder - Its own, a byte string; it exists, and the caller removes it.
@param address - A loopback address.
@param logFolder - Gets the programs' output.
@param programs - Byte strings.
*/
export const processNode = (
	name: string,
	{
		address,
		folder,
		logFolder,
		programs,
	}: {
		readonly address: string;
		readonly folder: string;
		readonly logFolder: string;
		readonly programs: Readonly<Record<ProgramKind, Command>>;
	},
): ProcessNode => {
	const started = new AsyncDisposableStack();
	const waits: Array<() => number> = [];
	const groups = new Set<number>();
	const waitedMs = (): number => waits.reduce((sum, waited) => sum + waited(), 0);
	return {
		name,
		address,
		bindTo: address,
		folder,
		programFolder: folder,
		programs,
		portFor: async () => freePort('0.0.0.0'), // Free everywhere: a stranger's program, or our tracker, takes all addresses.
		reach: async port => ({host: address, port}),
		enter: `cd ${shellLine([folder])}`,

		withoutRights: command => command,

		async clear(paths) {
			await Promise.all(paths.map(path => rm(bytePath(path), {recursive: true, force: true})));
		},

		async run([file, ...args], {input, signal}) {
			const {
				exitCode = null,
				stdout,
				stderr,
			} = await execa(argumentOf(file), args.map(argumentOf), {
				cwd: argumentOf(folder),
				env: programEnvironment(folder),
				extendEnv: false,
				...(input === undefined ? {stdin: 'ignore'} : {input}),
				cancelSignal: signal,
				encoding: 'buffer',
				stripFinalNewline: false,
				killDescendants: true,
				reject: false,
			});
			signal.throwIfAborted();
			return {exitCode, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr)};
		},

		async start(command, options) {
			const logFile = `${logFolder}/${name}.${options.label}.log`;
			const program = started.use(await startProgram(command, {folder, logFile, ...options}));
			waits.push(program.waitedMs);
			groups.add(program.group);
			return program;
		},

		async readFile(path, {signal}) {
			return readFile(bytePath(path), {signal}).catch((error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOENT') {
					return undefined;
				}

				throw error;
			});
		},

		async writeFile(path, bytes, {signal, executable = false}) {
			await makeFolder(bytePath(path.slice(0, path.lastIndexOf('/'))));
			await writeFile(bytePath(path), bytes, {signal});
			await chmod(bytePath(path), executable ? 0o755 : 0o644);
		},

		async makeFolder(path) {
			await makeFolder(bytePath(path));
		},

		async makeLink(target, path) {
			await rm(bytePath(path), {force: true});
			await symlink(bytePath(target), bytePath(path));
		},

		stealMs: processesSteal(groups, waitedMs),
		groups,
		measure: async path => measureFile(path),
		listFiles: async path => measureFolder(path),
		[Symbol.asyncDispose]: async () => started.disposeAsync(),
	};
};

const startProgram = async (
	[file, ...args]: Command,
	{
		folder,
		cwd = folder,
		logFile,
		signal,
		onLine,
		onUsage,
	}: StartOptions & {readonly folder: string; readonly logFile: string},
): Promise<RunningProgram & {readonly waitedMs: () => number; readonly group: number}> => {
	await using started = new AsyncDisposableStack();
	const child = started.use(
		await startChild(argumentOf(file), args.map(argumentOf), {
			signal,
			cwd: argumentOf(cwd),
			env: programEnvironment(folder),
			log: {path: logFile, mostBytes: MOST_LOG_BYTES},
			...(onLine === undefined ? {} : {onLine: line => onLine(line)}),
		}),
	);
	if (onUsage !== undefined) {
		const sampler = setInterval(async () => {
			const usage = await usageOf(child.pid, folder);
			if (usage !== undefined) {
				onUsage(usage);
			}
		}, SAMPLE_EVERY_MS);
		started.defer(() => clearInterval(sampler));
		void child.exited.then(() => clearInterval(sampler)); // Never rejects.
	}

	const owned = started.move();
	let waitedMs = 0;
	return {
		exited: child.exited,
		group: child.pid,
		waitedMs() {
			waitedMs = Math.max(waitedMs, runDelayMs(child.pid) ?? 0); // What it waited is not forgotten when it is gone.
			return waitedMs;
		},
		lastLines: child.lastLines,
		usage: async () => usageOf(child.pid, folder),
		async stop() {
			await owned.disposeAsync(); // SIGTERM, and after a grace SIGKILL.
			return child.exited;
		},
		async kill() {
			kill(child.pid);
			return child.exited;
		},
		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};

const usageOf = async (pid: number, folder: string): Promise<ProgramUsage | undefined> => {
	const usage = await processUsage(pid);
	return usage && {...usage, diskMiB: (await folderBytes(folder)) / 1024 / 1024};
};

/** As in a guest: nothing of the harness's own environment reaches a program or its Makefile, but where to find programs and temporary folders. */
const programEnvironment = (folder: string): Record<string, string> => {
	const {PATH = '/usr/local/bin:/usr/bin:/bin', TMPDIR} = process.env;
	return {PATH, HOME: argumentOf(folder), LANG: 'C.UTF-8', ...(TMPDIR === undefined ? {} : {TMPDIR})};
};

/** Often enough to see a leak grow, rare enough to cost nothing. */
const SAMPLE_EVERY_MS = 1000;

const kill = (pid: number): void => {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
			throw error;
		}
	}
};

/** What a process of this host uses now, read from /proc; undefined once it is gone, and always where there is no /proc. */
const processUsage = async (pid: number): Promise<Omit<ProgramUsage, 'diskMiB'> | undefined> => {
	try {
		const [status, stat, files] = await Promise.all([
			readFile(`/proc/${pid}/status`, 'utf8'),
			readFile(`/proc/${pid}/stat`, 'utf8'),
			readdir(`/proc/${pid}/fd`),
		]);
		return {
			residentMiB: residentKib(status) / 1024,
			openFiles: files.length,
			cpuSeconds: cpuTicks(stat) / TICKS_PER_SECOND,
		};
	} catch {
		return undefined;
	}
};

/** USER_HZ, the unit of times in /proc: 100 on every Linux that Node runs on (proc(5)). */
const TICKS_PER_SECOND = 100;

const residentKib = (status: string): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);

/** The second field is the name in parentheses and may hold anything, so fields are counted from its end: utime and stime are 14 and 15. */
const cpuTicks = (stat: string): number => {
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return Number(fields[11]) + Number(fields[12]);
};
