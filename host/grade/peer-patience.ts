import type {PeerBehaviour} from './ask-peer.ts';
import type {PeerVector} from './peer-vector.ts';

/**
How long to wait for one peer's answers, in milliseconds on nodes that are not slow.

A peer that leaves connections open is waited for at length only a few times: a third of the real ones do, and each would take ten minutes where others take half of one. It fails either way, so nothing is lost; and one that takes its time for each answer, as those do that sleep before it, has three times as long as it ever took.
*/
export class PeerPatience {
	#leftOpen = 0;
	#slowestMs = 0;

	/** For an answer to begin, and to end. A request without its end is waited for, so there a peer has less. */
	for({wants}: Pick<PeerVector, 'wants'>): number {
		if (wants.kind === 'patience') {
			return 1500;
		}

		return this.#atLength(6000, 700);
	}

	/** For the answer to the question whether it still serves. */
	get forProbe(): number {
		return 5000;
	}

	/** For the end of the connection, once all is there. */
	get forEnd(): number {
		return this.#atLength(3000, 300);
	}

	learn({wants}: Pick<PeerVector, 'wants'>, {end}: Pick<PeerBehaviour, 'end'>): void {
		if (wants.kind !== 'patience' && end === 'open') {
			this.#leftOpen += 1;
		}
	}

	/** It answered a plain request right. */
	learnPace({beganMs}: Pick<PeerBehaviour, 'beganMs'>): void {
		this.#slowestMs = Math.max(this.#slowestMs, beganMs);
	}

	#atLength(longMs: number, shortMs: number): number {
		return Math.round(Math.max(this.#leftOpen < TRIES ? longMs : shortMs, 3 * this.#slowestMs));
	}
}

/** How often a peer is waited for at length before it is known to leave connections open. */
const TRIES = 2;
