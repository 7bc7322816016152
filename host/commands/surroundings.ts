import type {MachineLoad} from './spare-capacity.ts';

/** What a command finds around it. Read once, in `host/cli.ts`; no other file looks at the environment. */
export type Surroundings = {
	/** The repository's root. */
	readonly root: string;
	/** Of package.json. */
	readonly version: string;
	/** Images, templates and what else may be made again. */
	readonly cacheFolder: string;
	/** Where temporary folders are made. */
	readonly temporaryFolder: string;
	/** Node's names of the operating system and the processor. */
	readonly platform: NodeJS.Platform;
	readonly arch: string;
	/** Our own process, and the user it runs as (not on every system). */
	readonly pid: number;
	readonly uid: number | undefined;
	/** Kills a process, whatever it does. One that is gone already is no error. */
	readonly kill: (pid: number) => void;
	/** Folders that programs are looked for in. */
	readonly searchPath: readonly string[];
	readonly print: (text: string) => void;
	/** Progress and complaints: apart from results, which `print` takes. */
	readonly tell: (text: string) => void;
	/** Notes the exit code of the verdicts known so far, for an end that comes too early. */
	readonly settle: (exitCode: number) => void;
	/** Whether a person watches `tell`: living lines instead of plain ones. */
	readonly isWatched: boolean;
	/** Whether a person can answer. */
	readonly canAsk: boolean;
	/** Whether `print` and `tell` may use colours. */
	readonly colours: boolean;
	/** Where the user typed the command. */
	readonly workingFolder: string;
	/** Node's own executable: children that are scripts of ours run with it. */
	readonly node: string;
	/** What a line begins with that the user may type. */
	readonly invokedAs: string;
	/** Processors and memory, in all and now. */
	readonly machine: {readonly cpus: number; readonly freeMemoryMiB: number};
	/** How busy it is. */
	readonly look: () => MachineLoad;
	/** Four random bytes for a run whose user named no seed. */
	readonly newSeed: () => number;
	readonly now: () => Date;
	/** A clock in milliseconds that never goes back. */
	readonly nowMs: () => number;
	/** Settles when the user presses Enter or Ctrl-C. */
	readonly enterOrCtrlC: () => Promise<void>;
	/** Aborted by Ctrl-C, another signal that ends, or an error that nobody caught. */
	readonly signal: AbortSignal;
};
