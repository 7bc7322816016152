import {addAbortListener} from 'node:events';
import {abortable} from '../net/abortable.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import type {FileName} from '../protocol/file-name.ts';
import type {Reply} from '../protocol/reply.ts';
import {succeeded} from '../protocol/reply-contents.ts';
import type {TrackerRequest} from '../protocol/tracker-request.ts';
import {type Announcement, announcementsDue, type Told} from './announcements.ts';
import {backoffMs} from './backoff.ts';
import type {Tell} from './peer-event.ts';
import type {PeerLimits} from './peer-limits.ts';
import type {Shelf} from './shelf.ts';
import {openTrackerSession, type TrackerSession} from './tracker-session.ts';
import {because, TransferError} from './transfer-error.ts';
import {WakeUp} from './wake-up.ts';

/** How we appear at the tracker. */
export type Identity = {
	readonly alias: string;
	/** Port of our own listener. */
	readonly port: number;
	/** Our address; undefined: that of our connection to the tracker. */
	readonly address?: string | undefined;
};

/** What is offered, as far as the tracker is told. */
export type Offer = Pick<Shelf, 'files' | 'isScanned' | 'onChange'>;

/** Keeps us known to the tracker: registers, tells of every change of the shelf, says something before the tracker forgets us, and comes back when it was away. */
export class TrackerLink {
	readonly #tracker: Endpoint;
	readonly #identity: Identity;
	readonly #shelf: Offer;
	readonly #limits: PeerLimits;
	readonly #tell: Tell;
	readonly #random: () => number;
	readonly #clock: () => number;
	readonly #news = new WakeUp();
	#ownAddress: string | undefined;
	#session: TrackerSession | undefined;
	/** Questions that wait for a session. A set and no promise: a tracker may stay away for weeks, and who gives up must leave nothing behind. */
	readonly #askers = new Set<(session: TrackerSession) => void>();
	/** Whether the last question ended its session: the next one waits until our files are told, or it could keep them back for ever. */
	#hasHung = false;

	constructor(
		tracker: Endpoint,
		identity: Identity,
		{
			shelf,
			limits,
			tell,
			random,
			clock,
		}: {
			readonly shelf: Offer;
			readonly limits: PeerLimits;
			readonly tell: Tell;
			readonly random: () => number;
			readonly clock: () => number;
		},
	) {
		this.#tracker = tracker;
		this.#identity = identity;
		this.#shelf = shelf;
		this.#limits = limits;
		this.#tell = tell;
		this.#random = random;
		this.#clock = clock;
		shelf.onChange(() => this.#news.ring());
	}

	/** Our address as the tracker sees it; undefined before the first connection. */
	get ownAddress(): string | undefined {
		return this.#ownAddress;
	}

	/**
	Ask the tracker, as soon as it is there.

	@param onData - As `AskOptions` has it.
	@throws {TransferError} If it is not there within `withinMs`, the session ends before the reply, or `signal` aborts.
	*/
	async ask(
		request: TrackerRequest,
		{
			withinMs,
			signal,
			onData,
		}: {readonly withinMs: number; readonly signal: AbortSignal; readonly onData?: (line: string) => void},
	): Promise<Reply> {
		if (signal.aborted) {
			throw new TransferError('given up');
		}

		const givenUp = new AbortController();
		using _leaving = addAbortListener(signal, () => givenUp.abort(new TransferError('given up')));
		const timer = setTimeout(
			() => givenUp.abort(new TransferError(`no tracker within ${withinMs / 1000} s`)),
			withinMs,
		);
		try {
			const session = await this.#arrival(givenUp.signal);
			const reply = session.ask(request, {signal: givenUp.signal, onData});
			reply.then(
				() => (this.#hasHung = false),
				() => (this.#hasHung ||= session.ended.aborted),
			);
			return await abortable(reply, givenUp.signal);
		} finally {
			clearTimeout(timer);
		}
	}

	/** Runs until the signal aborts. */
	async run({signal}: {readonly signal: AbortSignal}): Promise<void> {
		const pause = new WakeUp();
		let failures = 0;
		let wasLost = false;
		while (!signal.aborted) {
			try {
				using session = await this.#open(signal);
				if (wasLost) {
					this.#tell({event: 'tracker-back'});
				}

				failures = 0;
				wasLost = false;
				if (!this.#hasHung) {
					this.#admitQuestions(session);
				}

				await this.#keep(session, {signal});
			} catch (error) {
				if (signal.aborted) {
					return;
				}

				if (!(error instanceof TransferError)) {
					throw error;
				}

				if (!wasLost) {
					this.#tell({event: 'tracker-lost', because: because(error)});
				}
			}

			wasLost = true;
			this.#session = undefined;
			failures++;
			await pause.wait({
				atMostMs: backoffMs({failures, capMs: this.#limits.reconnectSeconds * 1000, random: this.#random}),
				signal,
			});
		}
	}

	/** The session with the tracker, once it takes questions. */
	async #arrival(signal: AbortSignal): Promise<TrackerSession> {
		if (this.#session !== undefined) {
			return this.#session;
		}

		const {promise, resolve} = Promise.withResolvers<TrackerSession>();
		this.#askers.add(resolve);
		try {
			return await abortable(promise, signal);
		} finally {
			this.#askers.delete(resolve);
		}
	}

	#admitQuestions(session: TrackerSession): void {
		this.#session = session;
		for (const admit of this.#askers) {
			admit(session);
		}
	}

	async #open(signal: AbortSignal): Promise<TrackerSession> {
		const {address, alias, port} = this.#identity;
		const session = await openTrackerSession(this.#tracker, {
			dialMs: this.#limits.dialSeconds * 1000,
			replyMs: this.#limits.replySeconds * 1000,
			maxReplyBytes: this.#limits.replyMib * 1024 * 1024,
			localAddress: address,
			signal,
		});
		const reply = await session.ask({type: 'addr', alias, address: address ?? session.localAddress, port});
		if (!succeeded(reply)) {
			session[Symbol.dispose]();
			throw new TransferError(`the tracker does not take us: ${reply.messages.at(-1) ?? ''}`);
		}

		this.#ownAddress = address ?? session.localAddress;
		return session;
	}

	/** Tell of changes as they come, until the session ends. */
	async #keep(session: TrackerSession, {signal}: {readonly signal: AbortSignal}): Promise<void> {
		const told = new Map<FileName, Told>();
		using _ended = addAbortListener(session.ended, () => this.#news.ring());
		let hasToldRegistered = false;
		const keepAliveMs = this.#limits.keepAliveSeconds * 1000;
		let helloAtMs = this.#clock() + keepAliveMs; // A moment and no wait: news come more often than that, and each ends a wait.
		while (!session.ended.aborted && !signal.aborted) {
			const wasScanned = this.#shelf.isScanned; // Before we look: what is found while we announce is not told of yet.
			for (const announcement of announcementsDue(told, this.#shelf.files)) {
				await this.#announce(announcement, {session, told});
			}

			this.#admitQuestions(session);
			if (!hasToldRegistered && wasScanned) {
				hasToldRegistered = true;
				this.#tell({event: 'registered', alias: this.#identity.alias, files: listedIn(told)});
			}

			await this.#news.wait({atMostMs: Math.max(0, helloAtMs - this.#clock()), signal});
			if (this.#clock() >= helloAtMs && !signal.aborted) {
				await this.#sayHello(session);
				askAgain(told, this.#shelf.files);
				helloAtMs = this.#clock() + keepAliveMs;
			}
		}

		throw new TransferError(session.ended.aborted ? String(session.ended.reason) : 'we leave');
	}

	async #announce(
		announcement: Announcement,
		{session, told}: {readonly session: TrackerSession; readonly told: Map<FileName, Told>},
	): Promise<void> {
		const {file} = announcement;
		const reply = await session.ask(announcement);
		if (announcement.type === 'donthave') {
			told.delete(file);
			this.#tell({event: 'withdrawn', file});
			return;
		}

		const {digest} = announcement;
		if (succeeded(reply)) {
			told.set(file, {digest, answer: 'listed'});
			this.#tell({event: 'announced', file, digest});
			return;
		}

		const isKnown = told.get(file)?.digest === digest;
		told.set(file, {digest, answer: 'refused'});
		if (!isKnown) {
			this.#tell({event: 'announce-refused', file, because: reply.messages.at(-1) ?? ''});
		}
	}

	/** Any line keeps us known; this one also says whether we are. */
	async #sayHello(session: TrackerSession): Promise<void> {
		const {alias, port, address = session.localAddress} = this.#identity;
		const reply = await session.ask({type: 'checkpeer', alias, address, port});
		if (!succeeded(reply)) {
			throw new TransferError('the tracker has forgotten us');
		}
	}
}

const listedIn = (told: ReadonlyMap<FileName, Told>): number =>
	[...told.values()].filter(({answer}) => answer === 'listed').length;

/** What was refused may be taken by now: another holder's digest may be gone, or there is room again. What we no longer have is forgotten. */
const askAgain = (told: Map<FileName, Told>, files: Offer['files']): void => {
	for (const [file, {digest, answer}] of told) {
		if (answer !== 'listed') {
			if (files.has(file)) {
				told.set(file, {digest, answer: 'ask again'});
			} else {
				told.delete(file);
			}
		}
	}
};
