import {acceptLoop} from '../net/accept-loop.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import {Backlog} from './backlog.ts';
import type {ConnectionContext} from './connection-context.ts';
import {descriptors, shareOut} from './descriptors.ts';
import {orderOfHolders} from './holder-order.ts';
import {Notifier} from './notifier.ts';
import {type Peer, Registry} from './registry.ts';
import {RequestCounts} from './request-counts.ts';
import {Session, type TrackerState} from './session.ts';
import {chooseWhoGivesWay} from './shedding.ts';
import {TrackerConnection} from './tracker-connection.ts';
import {noTraffic, type Traffic} from './traffic.ts';
import {Turns} from './turns.ts';

/** What a tracker is to do: where it listens and whom it serves. */
export type TrackerPlan = {
	readonly address: string;
	/** 0: the system chooses. */
	readonly port: number;
	/** Whether only peers on the tracker's own machine are listed (docs/protocol.md, section 3.5). */
	readonly onlyLocal: boolean;
	/** Whether invented peers come first in WHO and WANT. */
	readonly withFakePeers: boolean;
	/** With it, the order of a file's holders depends on this number, the file's name and the order they came in alone. */
	readonly seed?: number | undefined;
	/** Holders whose alias begins so come first and last in WANT, the others between them. */
	readonly around?: string | undefined;
	/** Most clients at once. The descriptors this program may have can lower it. */
	readonly maxConnections: number;
	/** Most clients at once from one address. */
	readonly maxPerAddress: number;
	/** Most bytes kept for clients that do not read, their replies and what they asked behind them, all together; beyond, who has taken nothing for the longest is dropped. */
	readonly maxUnreadBytes: number;
	/** Most bytes for what peers offer, all together; beyond, of the address that offers most the peer that does is dropped. */
	readonly maxOfferBytes: number;
	/** A client that takes nothing of what is kept for it in so many milliseconds is dropped. */
	readonly stallMs: number;
};

/** A tracker that listens. Its state is its connections, and ends with them. */
export type RunningTracker = AsyncDisposable &
	Endpoint & {
		readonly registry: Registry;
		readonly counts: RequestCounts;
		readonly traffic: Traffic;
		readonly connectionCount: () => number;
		/** Kept for clients that do not read. */
		readonly unreadBytes: () => number;
	};

/** A socket that is paused takes in one packet more and no second: with Node's default it would take in thousands of one byte, each a buffer of its own. */
const READ_AHEAD_BYTES = 1;

/** Randomness and time of a tracker. */
export type TrackerSurroundings = {
	readonly random: () => number;
	readonly now: () => number;
	/** Told of every request that is refused. */
	readonly refused?: TrackerState['refused'];
	readonly everySecond?: (call: () => void) => Disposable;
};

/**
Start a tracker.

@param random - A number from 0 up to 1: the order of holders, where the plan has no seed.
@param now - Milliseconds since any fixed time: the clock of its time-outs.
@param everySecond - Calls its argument about once a second, until the answer is disposed.
@throws {Error} If the port cannot be had, with the system's `code`.
*/
export const startTracker = async (
	plan: TrackerPlan,
	{random, now, refused = () => {}, everySecond = callEverySecond}: TrackerSurroundings,
): Promise<RunningTracker> => {
	await using started = new AsyncDisposableStack();
	const stop = new AbortController();
	started.defer(() => stop.abort());

	const share = shareOut(descriptors(), {wanted: plan.maxConnections});
	const registry = new Registry();
	const counts = new RequestCounts();
	const traffic = noTraffic();
	const subscribers = new Set<Peer>();
	const turns = new Turns(now);
	const notifier = new Notifier({
		maxCalls: share.calls,
		turns,
		isSubscribed: peer => subscribers.has(peer),
		traffic,
		signal: stop.signal,
	});
	const context: ConnectionContext = {
		turns,
		blocked: new Set(),
		traffic,
		backlog: new Backlog(plan.maxUnreadBytes),
		stallMs: plan.stallMs,
		now,
	};
	const byAddress = new Map<string, Set<TrackerConnection>>();
	const state: TrackerState = {
		registry,
		subscribers,
		offered() {
			while (registry.bytes > plan.maxOfferBytes) {
				const most = registry.whoOffersMost();
				const client = [...(byAddress.get(most?.address ?? '') ?? [])].find(
					({peer}) => peer !== undefined && peer === most,
				);
				if (client === undefined) {
					return;
				}

				client.shed();
			}
		},
		counts,
		random,
		order: orderOfHolders(plan, random),
		withFakePeers: plan.withFakePeers,
		refused,
		announce(newcomer) {
			for (const connection of context.blocked) {
				context.turns.ask(connection);
			}

			for (const subscriber of subscribers) {
				notifier.tell(subscriber, newcomer);
			}
		},
	};

	const makeRoom = roomMaker(byAddress);
	const loop = started.use(
		await acceptLoop(plan, {
			maxConnections: share.connections,
			maxPerAddress: plan.maxPerAddress,
			highWaterMark: READ_AHEAD_BYTES,
			onConnection(socket, source) {
				const isLocal = source === '127.0.0.1' || source === socket.localAddress;
				const session = new Session(state, {source, counts: isLocal || !plan.onlyLocal});
				const connection = new TrackerConnection(socket, session, context);
				const neighbours = byAddress.get(source) ?? new Set();
				byAddress.set(source, neighbours.add(connection));
				traffic.accepted += 1;
				socket.once('close', () => {
					makeRoom.onClosed();
					neighbours.delete(connection);
					if (neighbours.size === 0) {
						byAddress.delete(source);
					}
				});
			},
			onFull(_, bound) {
				const isWelcome = bound === 'all' && makeRoom.forOne();
				traffic.turnedAway += isWelcome ? 0 : 1;
				return isWelcome;
			},
		}),
	);

	started.use(
		everySecond(() => {
			const nowMs = now();
			for (const connection of [...byAddress.values()].flatMap(connections => [...connections])) {
				connection.checkTime(nowMs);
			}
		}),
	);

	const owned = started.move();
	return {
		address: loop.address,
		port: loop.port,
		registry,
		counts,
		traffic,
		connectionCount: () => loop.connections.size,
		unreadBytes: () => context.backlog.bytes,
		[Symbol.asyncDispose]: () => owned.disposeAsync(),
	};
};

const callEverySecond = (call: () => void): Disposable => {
	const timer = setInterval(call, 1000);
	return {
		[Symbol.dispose]() {
			clearInterval(timer);
		},
	};
};

/** Those who were shed are gone a moment later; until then, as many newcomers may come in their place and no more. */
const roomMaker = (byAddress: ReadonlyMap<string, ReadonlySet<TrackerConnection>>) => {
	let places = 0;
	return {
		forOne(): boolean {
			if (places === 0) {
				for (const connection of chooseWhoGivesWay(byAddress)) {
					connection.shed();
					places += 1;
				}
			}

			if (places === 0) {
				return false;
			}

			places -= 1;
			return true;
		},
		onClosed(): void {
			places = Math.max(0, places - 1);
		},
	};
};
