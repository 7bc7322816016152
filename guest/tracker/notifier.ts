import {addAbortListener} from 'node:events';
import {dial} from '../net/dial.ts';
import {formatEndpoint} from '../protocol/endpoint.ts';
import {quote} from '../protocol/quoting.ts';
import type {Peer} from './registry.ts';
import type {Traffic} from './traffic.ts';
import type {Turns, TurnTaker} from './turns.ts';

/** Time for a call, from dialling to the end (docs/protocol.md, section 3, NOTIFY). */
const CALL_TIMEOUT_MS = 5000;

/** News kept for one subscriber that cannot be reached quickly; more are forgone. */
const MAX_NEWS_KEPT = 100;

/**
Calls subscribers back when a peer registers.

One call to a subscriber at a time, in the order of the news, and only so many calls at once in all: neither a crowd of newcomers nor a subscriber that never answers can use up descriptors. Each call begins in a turn of its own: clients do not wait for a hundred of them. Failure is silent.
*/
export class Notifier implements TurnTaker {
	readonly #maxCalls: number;
	readonly #turns: Turns;
	readonly #traffic: Traffic;
	readonly #signal: AbortSignal;
	readonly #isSubscribed: (peer: Peer) => boolean;
	readonly #news = new Map<Peer, Peer[]>();
	readonly #ready = new Set<Peer>();
	#calls = 0;

	constructor({maxCalls, turns, isSubscribed, traffic, signal}: NotifierOptions) {
		this.#turns = turns;
		this.#isSubscribed = isSubscribed;
		this.#maxCalls = maxCalls;
		this.#traffic = traffic;
		this.#signal = signal;
	}

	/** Tell a subscriber of a newcomer, now or when its turn comes. */
	tell(subscriber: Peer, newcomer: Peer): void {
		const news = this.#news.get(subscriber);
		if (news === undefined) {
			this.#news.set(subscriber, [newcomer]);
			this.#ready.add(subscriber);
			this.#askForTurn();
		} else if (news.length < MAX_NEWS_KEPT) {
			news.push(newcomer);
		} else {
			this.#traffic.callsForgone += 1;
		}
	}

	/** Begin one call. */
	takeTurn(): void {
		const [subscriber] = this.#ready;
		if (subscriber !== undefined && this.#calls < this.#maxCalls) {
			this.#ready.delete(subscriber);
			void this.#call(subscriber);
			this.#askForTurn();
		}
	}

	#askForTurn(): void {
		if (this.#ready.size > 0 && this.#calls < this.#maxCalls) {
			this.#turns.ask(this);
		}
	}

	async #call(subscriber: Peer): Promise<void> {
		this.#calls += 1;
		const news = this.#news.get(subscriber) ?? [];
		const newcomer = news.shift();
		if (newcomer && this.#isSubscribed(subscriber)) {
			const isHeard = await isTold(subscriber, newcomer, this.#signal);
			this.#traffic[isHeard ? 'callsMade' : 'callsFailed'] += 1;
		}

		this.#calls -= 1;
		if (news.length > 0) {
			this.#ready.add(subscriber);
		} else {
			this.#news.delete(subscriber);
		}

		this.#askForTurn();
	}
}

/** What a notifier needs. */
export type NotifierOptions = {
	/** Most calls at once, in all. */
	readonly maxCalls: number;
	readonly turns: Turns;
	/** Whether a subscriber still wants to be called: it may have left since. */
	readonly isSubscribed: (peer: Peer) => boolean;
	readonly traffic: Traffic;
	readonly signal: AbortSignal;
};

const isTold = async (subscriber: Peer, newcomer: Peer, signal: AbortSignal): Promise<boolean> => {
	const startedMs = performance.now();
	try {
		const socket = await dial(subscriber, {deadlineMs: CALL_TIMEOUT_MS, signal});
		const {promise: isClosed, resolve} = Promise.withResolvers<void>();
		const hangUp = (): void => {
			socket.destroy();
		};
		const timer = setTimeout(hangUp, CALL_TIMEOUT_MS - (performance.now() - startedMs));
		using _leaving = addAbortListener(signal, hangUp);
		socket.on('error', () => {}).once('close', () => resolve());
		socket.resume().end(`NOTIFY ${quote(newcomer.alias)} ${formatEndpoint(newcomer)} OSP2P\n`, 'latin1');
		socket.once('finish', () => socket.destroySoon());
		await isClosed;
		clearTimeout(timer);
		return socket.bytesWritten > 0;
	} catch {
		return false;
	}
};
