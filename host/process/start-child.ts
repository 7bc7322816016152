import {type ChildProcess, spawn} from 'node:child_process';
import {addAbortListener, once} from 'node:events';
import type {Duplex, Readable} from 'node:stream';
import {HarnessError} from '../harness-error.ts';
import {LastLines} from '../lines/last-lines.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import {type LogFile, openLog} from '../lines/log-file.ts';
import {FIRST_CHANNEL, LEASH, MAX_CHANNELS} from './leash.ts';
import {askForLongTurns} from './long-turns.ts';
import {OUT_OF_MEMORY, outOfMemoryKills} from './out-of-memory.ts';

/** How a child ended: one of code and signal is null. */
export type ChildExit = {
	readonly exitCode: number | null;
	readonly signal: NodeJS.Signals | null;
	/** The end of its output, both streams, oldest first; then `OUT_OF_MEMORY`, if the kernel killed it for that. */
	readonly lastLines: readonly string[];
};

/** A started process. Disposing asks it to end (SIGTERM), after `graceMs` kills it, and waits; its whole process group goes along. */
export type RunningChild = AsyncDisposable & {
	readonly pid: number;
	/** Settles when it is gone and its output is read to the end; never rejects. */
	readonly exited: Promise<ChildExit>;
	/** The end of its output so far, oldest first. */
	readonly lastLines: () => readonly string[];
	/** Our ends of its channels, in order. */
	readonly channels: readonly Duplex[];
};

export type ChildOptions = {
	/** Aborting ends the child as disposing does. */
	readonly signal: AbortSignal;
	readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
	/** Both output streams are appended to it, until it has so many bytes. A file that cannot be written costs its content, not the child. */
	readonly log?: {readonly path: string; readonly mostBytes: number};
	readonly cwd?: string;
	/** The child's whole environment; ours when absent. */
	readonly env?: Readonly<Record<string, string>>;
	/** So many connected sockets the child inherits, as descriptors `FIRST_CHANNEL`, `FIRST_CHANNEL` + 1, …: no socket file to name, wait for or remove. */
	readonly channels?: number;
	/** How long a child may take to end when asked, in milliseconds. @default 5000 */
	readonly graceMs?: number;
	/** Whether it computes much and is in no hurry, so that few long turns on a processor serve it better than many short ones. */
	readonly longTurns?: boolean;
};

/**
Start a program that ends with its block, and with us, even when we are killed.

@returns Once the program is known to exist and runs.
@throws {HarnessError} If there is no such program.
@see leash.ts
*/
export const startChild = async (
	file: string,
	args: readonly string[],
	{signal, onLine, log, cwd, env, channels = 0, graceMs = 5000, longTurns = false}: ChildOptions,
): Promise<RunningChild> => {
	signal.throwIfAborted();
	if (channels > MAX_CHANNELS) {
		throw new RangeError(`a child has at most ${MAX_CHANNELS} channels`);
	}

	const kept = log && openLog(log.path, {flags: 'a', mostBytes: log.mostBytes, onError() {}});
	const perl = longTurns ? askForLongTurns(process.platform, process.arch) : '';

	// Not execa: it takes descriptors from 3 on for outputs and waits for their ends, but ours go both ways and end when we say.
	const child = spawn('/bin/sh', ['-c', LEASH, 'sh', perl, file, ...args], {
		detached: true, // A process group of its own: the terminal's Ctrl-C is ours to handle, and the group can be killed as one.
		stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...Array.from({length: channels}, () => 'pipe' as const)],
		...(cwd === undefined ? {} : {cwd}),
		...(env === undefined ? {} : {env}),
	});
	const leash = socketAt(child, 3);
	const lastLines = new LastLines();
	const exited = watch(child, {leash, lastLines, onLine, kept});
	await waitUntilFound(child, {leash, file, cwd});
	const {pid} = child;
	if (pid === undefined) {
		throw new HarnessError(`Could not start ${file}: it has no process id.`);
	}

	const askToEnd = (): void => {
		if (hasExited(child)) {
			return;
		}

		signalGroup(pid, 'SIGTERM');
		const giveUp = setTimeout(() => leash.destroy(), graceMs);
		child.once('exit', () => clearTimeout(giveUp));
	};
	const listening = addAbortListener(signal, askToEnd);
	child.once('exit', listening[Symbol.dispose]); // Not only when it is disposed: its owner may live much longer.

	return {
		pid,
		exited,
		lastLines: () => lastLines.all,
		channels: Array.from({length: channels}, (_, index) => socketAt(child, FIRST_CHANNEL + index)),
		async [Symbol.asyncDispose]() {
			askToEnd();
			await exited;
			listening[Symbol.dispose]();
		},
	};
};

type Watched = {
	readonly leash: Duplex;
	readonly lastLines: LastLines;
	readonly onLine: ChildOptions['onLine'];
	readonly kept: LogFile | undefined;
};

const watch = async (child: ChildProcess, {leash, lastLines, onLine, kept}: Watched): Promise<ChildExit> => {
	// Whatever the program left behind in its group goes now; else it would hold the output open. But a short program may end before its "found" is read, and destroying would lose it.
	const killsBefore = outOfMemoryKills();
	const answered = Promise.race([once(leash, 'data'), once(leash, 'end')]).catch(() => {});
	child.once('exit', () => void answered.finally(() => leash.destroy()));
	// Not 'close': it waits for the channels too, and whoever holds them may have stopped reading.
	const ended = once(child, 'exit').catch(() => undefined);
	// What has left the group holds it open all the same: what it says is nobody's any more.
	void ended.then(() =>
		setTimeout(() => [child.stdout, child.stderr].forEach(output => void output?.destroy()), LATE_OUTPUT_MS).unref(),
	);
	const read = (output: Readable | null, name: 'stdout' | 'stderr'): Promise<void> =>
		readLines(output, kept, line => {
			lastLines.add(line);
			onLine?.(line, name);
		});
	await Promise.all([read(child.stdout, 'stdout'), read(child.stderr, 'stderr'), ended]);
	await kept?.[Symbol.asyncDispose]();
	if (child.signalCode === 'SIGKILL' && outOfMemoryKills() > killsBefore) {
		lastLines.add(OUT_OF_MEMORY);
	}

	return {exitCode: child.exitCode, signal: child.signalCode, lastLines: lastLines.all};
};

/** How long output may come once its writer is gone, in milliseconds: what waits in the pipe is read by then. */
const LATE_OUTPUT_MS = 2000;

const readLines = async (
	output: Readable | null,
	kept: LogFile | undefined,
	onLine: (line: string) => void,
): Promise<void> => {
	const cutter = new LineCutter();
	try {
		for await (const chunk of output ?? []) {
			kept?.write(chunk);
			for (const line of cutter.push(chunk)) {
				onLine(line);
			}
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
			throw error;
		}
	}

	for (const line of cutter.end()) {
		onLine(line);
	}
};

const waitUntilFound = async (
	child: ChildProcess,
	{leash, file, cwd}: {readonly leash: Duplex; readonly file: string; readonly cwd: string | undefined},
): Promise<void> => {
	try {
		const [answer] = await Promise.race([
			once(leash, 'data'),
			once(leash, 'end').then(() => ['']),
			once(child, 'error').then(([error]) => Promise.reject(error)),
		]);
		if (String(answer) === 'found\n') {
			return;
		}
	} catch (cause) {
		const where = cwd === undefined ? '' : ` in the folder ${cwd}`;
		throw new HarnessError(`Could not start ${file}${where}.`, {cause});
	}

	throw new HarnessError(`There is no program "${file}".`, {
		hint: 'Install it, or put its folder into PATH; `scripts/osp2p doctor` tells what is missing.',
	});
};

const hasExited = ({exitCode, signalCode}: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const signalGroup = (group: number, signal: NodeJS.Signals): void => {
	try {
		process.kill(-group, signal);
	} catch {
		// Gone between the look and the call.
	}
};

const socketAt = (child: ChildProcess, descriptor: number): Duplex => {
	const socket = child.stdio[descriptor] as Duplex | null;
	if (socket === null || socket === undefined) {
		throw new HarnessError(`Descriptor ${descriptor} of a child is no socket.`);
	}

	// A socket whose other end died says so as an error; the child's exit tells it better.
	socket.on('error', () => {});
	return socket;
};
