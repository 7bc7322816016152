import type {Backlog} from './backlog.ts';
import type {Traffic} from './traffic.ts';
import type {Turns, TurnTaker} from './turns.ts';

/** What all connections of a tracker share. */
export type ConnectionContext = {
	readonly turns: Turns;
	/** Those whose BLOCKNOTIFY waits for a newcomer. */
	readonly blocked: Set<TurnTaker>;
	readonly traffic: Traffic;
	/** What is kept for those who do not read. */
	readonly backlog: Backlog;
	/** A client that takes nothing of what is kept for it in so many milliseconds is dropped. */
	readonly stallMs: number;
	/** Milliseconds since any fixed time. */
	readonly now: () => number;
};
