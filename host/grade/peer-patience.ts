import type {PeerBehaviour} from './ask-peer.ts';
import type {PeerVector} from './peer-vector.ts';

/**
How long to wait for one peer's answers, in milliseconds on nodes that are not slow.

For bytes that are to come it is always long: on a busy machine a request may take seconds to arrive. For the end of a connection it is long only a few times: a third of the real peers leave connections open, and each would take ten minutes where others take half of one. One that takes its time for each answer has three times as long as it ever took.
*/
export class PeerPatience {
	#leftOpen = 0;
	#unanswered = 0;
	#slowestMs = 0;

	/** For an answer to begin, and to end. A request without its end is waited for, so there a peer has less. */
	for({wants}: Pick<PeerVector, 'wants'>): number {
		if (wants.kind === 'patience') {
			return 1500;
		}

		return wants.kind === 'file' || wants.cutsOff === true ? this.#atLeast(6000) : this.#atLength(6000, 1500);
	}

	/** For an answer that did not come the first time, and may have been the machine's fault. */
	forAgain(vector: Pick<PeerVector, 'wants'>): number {
		return vector.wants.kind === 'patience' || this.#unanswered >= TRIES ? this.for(vector) : 3 * this.for(vector);
	}

	/** For the answer to the question whether it still serves. */
	get forProbe(): number {
		return this.#atLeast(6000);
	}

	/** For the end of the connection, once all is there. */
	get forEnd(): number {
		return this.#atLength(3000, 700);
	}

	learn({wants}: Pick<PeerVector, 'wants'>, {sent, end}: Pick<PeerBehaviour, 'sent' | 'end'>): void {
		if (wants.kind !== 'patience' && end === 'open') {
			this.#leftOpen += 1;
			this.#unanswered += wants.kind === 'file' && sent.length === 0 ? 1 : 0;
		}
	}

	/** It answered a plain request right. */
	learnPace({beganMs}: Pick<PeerBehaviour, 'beganMs'>): void {
		this.#slowestMs = Math.max(this.#slowestMs, beganMs);
	}

	#atLength(longMs: number, shortMs: number): number {
		return this.#atLeast(this.#leftOpen < TRIES ? longMs : shortMs);
	}

	#atLeast(ms: number): number {
		return Math.round(Math.max(ms, 3 * this.#slowestMs));
	}
}

/** How often a peer is waited for at length before it is known to leave connections open, or requests unanswered. */
const TRIES = 2;
