import type {Executable} from './programs-disk.ts';
import type {Variant} from './recipe.ts';

/** What a guest image is made from. */
export type ImagePlan = {
	/** `auto`, `debian[:SUITE]`, `ubuntu[:SUITE]`, or the path of a root file system's tar archive. */
	readonly base: string;
	readonly executables: readonly Executable[];
	readonly variant: Variant;
	/** Names of packages beside those of the variant; order and repetition do not matter. @default none */
	readonly packages?: readonly string[];
	/** Everything is kept below it: keys, root file systems, disks, programs. */
	readonly cacheFolder: string;
};

/** What is being done: a sentence for people, and how much of it is done, 0 to 1, where that is known. */
export type BuildStep = {readonly title: string; readonly fraction?: number};

/** What every step of a build is given. */
export type BuildContext = {readonly signal: AbortSignal; readonly report: (step: BuildStep) => void};
