import type {Moment} from '../testbed/file-moments.ts';
import type {Exchange} from '../wire/ask-tracker.ts';
import type {FileSource} from './file-contents.ts';

/** An honest peer, as scenarios tell of it. Verbs return when there is evidence that it is so, measured by the harness. */
export type PeerActor = {
	readonly kind: 'peer';
	readonly name: string;
	/** Address on the network of the nodes. */
	readonly address: string;
	/** Where it serves; known once it is ready. */
	readonly port: number;
	/** Whether its program was started and has ended. */
	readonly isGone: boolean;

	/** Lay a file into its shared folder. When it already runs, this is a new file it may notice. */
	shares(file: string, source: FileSource): Promise<void>;

	/** Start the program and wait until the tracker lists it. Files to fetch are asked for at once, and not waited for. */
	starts(options?: StartsOptions): Promise<void>;

	/** Start it fetching these files, all at once, and wait until each came or failed. It goes on serving. */
	downloads(...files: readonly string[]): Promise<void>;

	/** Wait until the files it was asked to fetch came or failed; all of them when none is named. */
	finishes(...files: readonly string[]): Promise<void>;

	/** Ask it for a file from the host, over the forwarded port, as any peer may: what it sends, at most 1 MiB kept. Recorded as an exchange. */
	isAskedFor(file: string): Promise<Exchange & {readonly bytes: Uint8Array}>;

	/** Measure what its program uses, now: memory, files, CPU, disk go to the history. */
	isMeasured(): Promise<void>;

	/** End it in peace, and wait until it is gone. */
	stops(): Promise<void>;

	/** Kill it without a word. */
	crashes(): Promise<void>;

	/** When it has sent the whole request for a file: a moment to hang a fault on. */
	asksFor(file: string): Moment;

	/** When it has sent so many bytes of a file, on one connection. */
	hasSent(bytes: number, options: {readonly of: string}): Moment;

	/** When it has told a tracker that it has a file. */
	announces(file: string): Moment;
};

export type StartsOptions = {
	/** Names given on its command line. */
	readonly fetching?: readonly string[];
	/** The tracker it is to use; by default the first of the cast. */
	readonly tracker?: TrackerActor;
	/** Return when the program was started, not when the tracker lists it: for trackers that will not. */
	readonly unlisted?: boolean;
	/** Of our own peer: how long it lets a holder send before it asks another too, where a scenario would else wait for that. */
	readonly rivalSeconds?: number;
};

/** A tracker, as scenarios tell of it. Verbs return when there is evidence that it is so. */
export type TrackerActor = {
	readonly kind: 'tracker';
	readonly name: string;
	/** Address and port on the network of the nodes. */
	readonly address: string;
	readonly port: number;

	/** Start the program and wait until it answers WHO. */
	starts(options?: {
		/** Add 250 fake peers to its replies (`-f`). */
		readonly withFakePeers?: boolean;
		/** Of our own tracker: name evil holders of a file first and last, so that a peer meets one of them first, whichever end it begins at. */
		readonly namesEvilFirst?: boolean;
	}): Promise<void>;

	/** Measure what its program uses, now: memory, files, CPU, disk go to the history. */
	isMeasured(): Promise<void>;

	/** End it in peace, and wait until it is gone. */
	stops(): Promise<void>;

	/** Kill it without a word. */
	crashes(): Promise<void>;

	/** Stop and start again on the same port; everything it knew is gone. */
	restarts(): Promise<void>;

	/** Ask it from the host, over the forwarded port; request and reply go to the history. A broken exchange is recorded, not thrown. */
	isAsked(request: string): Promise<Exchange>;

	/** Wait until its WANT names this peer for a file. */
	knows(peer: PeerActor, ...files: readonly string[]): Promise<void>;

	/** Ask it about a peer, once: WHO, and CHECKPEER when that lists it. Both go to the history. */
	confirms(peer: PeerActor): Promise<void>;

	/** Wait until it does not know a peer any more. */
	forgets(peer: PeerActor): Promise<void>;
};

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

	/** Stop it; how often it struck goes to the history. Done by the runner when the scenario does not. */
	stops(): Promise<void>;
};
