import type {LeftBehind} from './left-behind.ts';

/** How long to wait for one tracker, in milliseconds. One that is late every time fails either way, and is waited for at length only a few times. */
export class TrackerPatience {
	/** For what should come at once, from a program that has served nobody. */
	readonly fresh: number;
	/** The same, from one that has served others: who fails there is asked once more. */
	readonly used: number;
	#late = 0;

	constructor(promptMs: number) {
		this.fresh = promptMs;
		this.used = Math.min(promptMs, 3000);
	}

	/** Until it has noticed that its clients have left. */
	get forLeaving(): number {
		return this.#late < TRIES ? 5000 : 400;
	}

	learn(left: LeftBehind | undefined): void {
		this.#late += left === undefined ? 0 : 1;
	}
}

/** How often a tracker is waited for at length. */
const TRIES = 3;
