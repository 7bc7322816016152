import type {Endpoint} from '../protocol/endpoint.ts';
import type {FileName} from '../protocol/file-name.ts';
import type {Reply} from '../protocol/reply.ts';
import {succeeded} from '../protocol/reply-contents.ts';
import type {TrackerRequest} from '../protocol/tracker-request.ts';
import {type Announcement, announcementsDue} from './announcements.ts';
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
	readonly #news = new WakeUp();
	#ownAddress: string | undefined;
	#session = Promise.withResolvers<TrackerSession>();
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
		}: {readonly shelf: Offer; readonly limits: PeerLimits; readonly tell: Tell; readonly random: () => number},
	) {
		this.#tracker = tracker;
		this.#identity = identity;
		this.#shelf = shelf;
		this.#limits = limits;
		this.#tell = tell;
		this.#random = random;
		shelf.onChange(() => this.#news.ring());
	}

	/** Our address as the tracker sees it; undefined before the first connection. */
	get ownAddress(): string | undefined {
		return this.#ownAddress;
	}

	/**
	Ask the tracker, as soon as it is there.

	@throws {TransferError} If it is not there within `withinMs`, the session ends before the reply, or `signal` aborts.
	*/
	async ask(
		request: TrackerRequest,
		{withinMs, signal}: {readonly withinMs: number; readonly signal: AbortSignal},
	): Promise<Reply> {
		const {promise: gaveUp, reject} = Promise.withResolvers<never>();
		const abort = (): void => reject(new TransferError('given up'));
		const timer = setTimeout(() => reject(new TransferError(`no tracker within ${withinMs / 1000} s`)), withinMs);
		signal.addEventListener('abort', abort, {once: true});
		if (signal.aborted) {
			abort();
		}

		try {
			const session = await Promise.race([this.#session.promise, gaveUp]);
			const reply = session.ask(request);
			reply.then(
				() => (this.#hasHung = false),
				() => (this.#hasHung = true),
			);
			return await Promise.race([reply, gaveUp]);
		} finally {
			clearTimeout(timer);
			signal.removeEventListener('abort', abort);
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
					this.#session.resolve(session);
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
			this.#session = Promise.withResolvers();
			failures++;
			await pause.wait({
				atMostMs: backoffMs({failures, capMs: this.#limits.reconnectSeconds * 1000, random: this.#random}),
				signal,
			});
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
		const told = new Map<FileName, string>();
		const refused = new Map<FileName, string>();
		void session.ended.then(() => this.#news.ring());
		let hasToldRegistered = false;
		let reason: string | undefined;
		void session.ended.then(why => (reason = why));
		while (reason === undefined && !signal.aborted) {
			const wasScanned = this.#shelf.isScanned; // Before we look: what is found while we announce is not told of yet.
			const wanted = new Map([...this.#shelf.files].map(([name, {digest}]) => [name, digest]));
			for (const announcement of announcementsDue(new Map([...refused, ...told]), wanted)) {
				await this.#announce(announcement, {session, told, refused});
			}

			this.#session.resolve(session);
			if (!hasToldRegistered && wasScanned) {
				hasToldRegistered = true;
				this.#tell({event: 'registered', alias: this.#identity.alias, files: told.size});
			}

			const isNews = await this.#news.wait({atMostMs: this.#limits.keepAliveSeconds * 1000, signal});
			if (!isNews && !signal.aborted) {
				await this.#sayHello(session);
				refused.clear(); // Another holder's digest may be gone by now.
			}
		}

		throw new TransferError(reason ?? 'we leave');
	}

	async #announce(
		announcement: Announcement,
		{
			session,
			told,
			refused,
		}: {
			readonly session: TrackerSession;
			readonly told: Map<FileName, string>;
			readonly refused: Map<FileName, string>;
		},
	): Promise<void> {
		const {file} = announcement;
		const wasRefused = refused.delete(file);
		if (announcement.type === 'donthave') {
			if (!wasRefused) {
				await session.ask(announcement);
				told.delete(file);
				this.#tell({event: 'withdrawn', file});
			}

			return;
		}

		const {digest} = announcement;
		const reply = await session.ask(announcement);
		if (succeeded(reply)) {
			told.set(file, digest);
			this.#tell({event: 'announced', file, digest});
		} else {
			refused.set(file, digest);
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
