import type {HostPort} from '../wire/loopback-connection.ts';

/**
A machine of the test as the harness sees it: a real guest, or a folder with plain processes. Having one means it runs.

Paths are absolute byte strings.
*/
export type TestNode = AsyncDisposable & {
	/** Name in the cast, and host name in a guest. */
	readonly name: string;
	/** IPv4 address under which the other nodes reach it. */
	readonly address: string;
	/** The address our own programs must take for that; undefined where they get it by themselves. */
	readonly bindTo?: string;
	/** Absolute folder in the node that programs may write to. */
	readonly folder: string;
	/** Where programs that are handed in lie. In a guest they cannot change what is there, and it stays for the next testbed. */
	readonly programFolder: string;
	/** How our own programs are called there: the first arguments of a command line. */
	readonly programs: Readonly<Record<ProgramKind, Command>>;
	/** A port on which a program of this kind is to listen: fixed in a guest, a free one on a shared machine. */
	readonly portFor: (kind: ProgramKind) => Promise<number>;
	/** Where the host itself reaches a port of this node, whichever a program chose. */
	readonly reach: (port: number, options: {readonly signal: AbortSignal}) => Promise<HostPort>;
	/** The line a person types to look into the node, e.g. `ssh -p 40022 …`. */
	readonly enter?: string;

	/** Run a command to its end, with the rights of the programs under test; with those of the harness where it is asked for: never on what a program could have laid there. A failing command is a result, not an error. */
	run(command: Command, options: RunOptions): Promise<CommandResult>;

	/** A command line that runs another with the rights of a program under test, for a program that has more. */
	readonly withoutRights: (command: Command) => Command;

	/** Remove these paths, and in a guest everything else that programs have left in folders they may write to. Nothing of a program may run. */
	clear(paths: readonly string[], options: {readonly signal: AbortSignal}): Promise<void>;

	/** Start a program under test: as a user without rights, with limits, its output kept in the run's folder. */
	start(command: Command, options: StartOptions): Promise<RunningProgram>;

	/** @returns The bytes of a file, or undefined when there is none. */
	readFile(path: string, options: {readonly signal: AbortSignal}): Promise<Buffer | undefined>;

	/** Write a file whole, making its folders; it belongs to the user that programs run as. */
	writeFile(
		path: string,
		bytes: Uint8Array,
		options: {readonly signal: AbortSignal; readonly executable?: boolean},
	): Promise<void>;

	/** Make a folder that programs may write to, and the folders above it. */
	makeFolder(path: string, options: {readonly signal: AbortSignal}): Promise<void>;

	/** Make a link with this target, in the place of what was there. */
	makeLink(target: string, path: string, options: {readonly signal: AbortSignal}): Promise<void>;

	/** Size and digest of a regular file, measured in the node: what the program says is not asked. Undefined when there is none. A guest does not digest what is larger than its disk: a file with holes. */
	measure(path: string, options: {readonly signal: AbortSignal}): Promise<Measured | undefined>;

	/** Every regular file below a folder, measured; names relative to it. Of a guest's, at most 2000. */
	listFiles(
		folder: string,
		options: {readonly signal: AbortSignal},
	): Promise<ReadonlyArray<Measured & {readonly name: string}>>;
};

export type ProgramKind = 'peer' | 'tracker';

/** A program and its arguments; names of files in it are byte strings. */
export type Command = readonly [string, ...string[]];

export type RunOptions = {
	readonly input?: Uint8Array;
	readonly signal: AbortSignal;
	/** In a guest: root. */
	readonly asHarness?: boolean;
};

export type CommandResult = {readonly exitCode: number | null; readonly stdout: Buffer; readonly stderr: Buffer};

/** `sha256` in hex. */
export type Measured = {readonly bytes: number; readonly sha256: string};

export type StartOptions = {
	readonly signal: AbortSignal;
	/** Name of its output file in the run's folder: `<node>.<label>.log`. */
	readonly label: string;
	/** Working folder; the node's folder by default. */
	readonly cwd?: string;
	/** Told of every line of either output, a byte string cut at 64 KiB. */
	readonly onLine?: (line: string) => void;
	readonly onUsage?: (usage: ProgramUsage) => void;
	/** Whether it plays against a program under test on the same node: in a guest it is another user's then, whom that program can neither signal nor trace nor read. */
	readonly isPlayer?: boolean;
	/** Whether it may be run by a process that is there already, and stays: only what is ours and not under test. */
	readonly byWorker?: boolean;
};

/** What a program and its children use; sampled in the node, about once a second where the substrate can. */
export type ProgramUsage = {
	readonly residentMiB: number;
	readonly openFiles: number;
	readonly cpuSeconds: number;
	readonly diskMiB: number;
	/** How long the node took to tell this, in milliseconds, where it is a guest: a measure of how busy all of it is. */
	readonly toldMs?: number;
	/** How long the node waited for a processor so far, in seconds, where it is a guest and the system tells: its clocks count that as work. */
	readonly lostSeconds?: number;
};

/** A program that was started. It may end at any time; disposing it kills it. */
export type RunningProgram = AsyncDisposable & {
	/** Settles when it is gone, in whatever way; never rejects. */
	readonly exited: Promise<ProgramExit>;
	/** Whether its process stays when it is asked to end, and starts the next one sooner. */
	readonly isByWorker?: boolean;
	/** Its latest lines of output, oldest first. */
	readonly lastLines: () => readonly string[];
	/** What it uses now; undefined when it is gone, or the substrate cannot tell. */
	usage(): Promise<ProgramUsage | undefined>;
	/** Ask it to end (SIGTERM), and kill it when it does not within `graceMs`. */
	stop(options?: {readonly graceMs?: number}): Promise<ProgramExit>;
	/** Kill it without a word (SIGKILL), as a power cut would. */
	kill(): Promise<ProgramExit>;
};

export type ProgramExit = {
	readonly exitCode: number | null;
	readonly signal: string | null;
	readonly lastLines: readonly string[];
};
