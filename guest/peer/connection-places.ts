import {type Claim, whoGivesWay} from './fair-share.ts';

/** What a connection is at: `asking` until its request is there, `waiting` for its turn, `sending` its file. */
export type Phase = 'asking' | 'waiting' | 'sending';

/** A connection that has a place or wants one. */
export type Visitor = {
	readonly address: string;
	readonly phase: Phase;
	/** Since when it is at that, in milliseconds. */
	readonly sinceMs: number;
	readonly isServed: boolean;
	readonly hangUp: () => void;
};

/** Within an address first who asks nothing goes, the longest idle first; then who waits, the last that came first; then who is sent to slowly; then who is sent to. */
const lossOf = ({phase, sinceMs, isServed}: Visitor): number => {
	switch (phase) {
		case 'asking':
			return sinceMs - 1e15;
		case 'waiting':
			return -sinceMs;
		case 'sending':
			return (isServed ? 2e15 : 1e15) - sinceMs;
	}
};

/** A visitor's claim to its place, looked at only when somebody has to give way. */
class Place implements Claim {
	readonly visitor: Visitor;

	constructor(visitor: Visitor) {
		this.visitor = visitor;
	}

	get address(): string {
		return this.visitor.address;
	}

	get isServed(): boolean {
		return this.visitor.phase !== 'asking' && this.visitor.isServed;
	}

	get loss(): number {
		return lossOf(this.visitor);
	}
}

/**
Places for connections, shared out fairly among addresses (`whoGivesWay()`).

Who has been answered or refused and has only to close its side counts for nothing: it stays while there is room, and goes first.
*/
export class ConnectionPlaces {
	readonly #most: number;
	readonly #mostPerAddress: number;
	readonly #visitors = new Map<Visitor, Place>();
	readonly #leaving = new Set<Visitor>();

	constructor({most, mostPerAddress}: {readonly most: number; readonly mostPerAddress: number}) {
		this.#most = most;
		this.#mostPerAddress = mostPerAddress;
	}

	/** Connections that have a place. */
	get count(): number {
		return this.#visitors.size;
	}

	/**
	A connection comes. Somebody else may be hung up on for it.

	@returns Whether it has a place now.
	*/
	enter(visitor: Visitor): boolean {
		const mine = this.#visitors.size < this.#most && this.#countOf(visitor.address);
		if (mine === false || mine >= this.#mostPerAddress) {
			const bounds = {mostPerAddress: this.#mostPerAddress};
			const loser = whoGivesWay(this.#visitors.values(), visitor.address, bounds)?.visitor;
			if (loser === undefined) {
				return false;
			}

			this.#visitors.delete(loser);
			loser.hangUp();
		}

		this.#visitors.set(visitor, new Place(visitor));
		this.#makeRoom();
		return true;
	}

	/** All that is left to do for a connection is to close. */
	linger(visitor: Visitor): void {
		if (this.#visitors.delete(visitor)) {
			this.#leaving.add(visitor);
			this.#makeRoom();
		}
	}

	/** A connection is closed. */
	leave(visitor: Visitor): void {
		this.#visitors.delete(visitor);
		this.#leaving.delete(visitor);
	}

	#makeRoom(): void {
		for (const oldest of this.#leaving) {
			if (this.#visitors.size + this.#leaving.size <= this.#most) {
				return;
			}

			this.#leaving.delete(oldest);
			oldest.hangUp();
		}
	}

	#countOf(address: string): number {
		let count = 0;
		for (const visitor of this.#visitors.keys()) {
			count += visitor.address === address ? 1 : 0;
		}

		return count;
	}
}
