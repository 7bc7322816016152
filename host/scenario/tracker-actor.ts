import type {Exchange} from '../wire/exchange.ts';
import type {PeerActor} from './peer-actor.ts';

/** A tracker, as stories tell of it. Verbs return when there is evidence that it is so. */
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
