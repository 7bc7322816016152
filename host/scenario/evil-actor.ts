import type {FileSource} from './file-source.ts';
import type {PeerActor} from './peer-actor.ts';
import type {TrackerActor} from './tracker-actor.ts';

/** A peer with one bad habit from the catalogue. It always runs our adversary, seeded. */
export type EvilActor = {
	readonly kind: 'evil peer';
	readonly name: string;
	readonly address: string;
	/** Mode, as `--evil list` names it. */
	readonly mode: string;

	/** Lay a file into its folder: what it baits with. */
	shares(file: string, source: FileSource): Promise<void>;

	/** Start the attack and wait until its bait is out or it struck; it goes on until it ends itself or `stops`. */
	attacks(target: PeerActor | TrackerActor, ...files: readonly string[]): Promise<void>;

	/** Wait until it struck at least so often (1). */
	strikes(times?: number): Promise<void>;

	/** Of attacks by a crowd: wait until all its connections are open, or were refused. Who is asked before that is not yet under attack. */
	crowds(): Promise<void>;

	/** Wait until the attack ended by itself, or only stays to be seen: who has seen enough stops it then. */
	finishes(): Promise<void>;

	/** Stop it; how often it struck goes to the history. Done by the runner when the story does not. */
	stops(): Promise<void>;
};
