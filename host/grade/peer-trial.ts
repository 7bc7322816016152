import {setTimeout as pause} from 'node:timers/promises';
import {limitsReached} from '../testbed/limits-reached.ts';
import {askPeer, type PeerBehaviour} from './ask-peer.ts';
import {ConnectionBook} from './connection-book.ts';
import {endOf, type FailedStart, lastWords} from './failed-start.ts';
import {type Complaint, complaintAbout, exchangeLines} from './judge-answer.ts';
import {peerFileBytes} from './lay-peer-folder.ts';
import type {OutputMeter} from './output-meter.ts';
import {PeerPatience} from './peer-patience.ts';
import type {PeerVector} from './peer-vector.ts';
import {type PeerTrialContext, type ServingPeer, startPeer, type TrackerPlace} from './serving-peer.ts';

/** What a peer did with one request, and what is wrong with that. */
export type Attempt = {
	/** Number of the connection in its program. */
	readonly number: number;
	readonly complaint?: Complaint;
	readonly lines: readonly string[];
	/** It leaves the connection open where it was to end. */
	readonly isOpen: boolean;
	/** It serves nobody any more. */
	readonly died: boolean;
};

/** A peer under trial: one program after another, each asked over connections that are counted. */
export class PeerTrial implements AsyncDisposable {
	readonly connections = new ConnectionBook();
	readonly #context: PeerTrialContext;
	readonly #tracker: TrackerPlace;
	readonly #meter: OutputMeter;
	readonly #patience = new PeerPatience();
	#peer: ServingPeer | undefined;

	constructor(
		context: PeerTrialContext,
		{tracker, meter}: {readonly tracker: TrackerPlace; readonly meter: OutputMeter},
	) {
		this.#context = context;
		this.#tracker = tracker;
		this.#meter = meter;
	}

	/** End what runs, and start it again. @returns Why it does not come to serve; undefined when it does. */
	async startAnew(): Promise<FailedStart | undefined> {
		await this[Symbol.asyncDispose]();
		const started = await startPeer(this.#context, this.#tracker, {tell: this.#meter.hear});
		if ('because' in started) {
			return started;
		}

		this.#peer = started;
		this.connections.begin();
		return undefined;
	}

	get peer(): ServingPeer {
		if (this.#peer === undefined) {
			throw new Error('no peer runs that could be asked');
		}

		return this.#peer;
	}

	/** Ask it for a vector, and then whether it still serves: a program that died looks as if it refused. */
	async attempt(vector: PeerVector, {again}: {readonly again: boolean}): Promise<Attempt> {
		const patience = this.#patience;
		const {wants} = vector;
		const number = this.connections.enter();
		const behaviour = await this.#ask(vector, again ? patience.forAgain(vector) : patience.for(vector));
		patience.learn(vector, behaviour);
		const lines = exchangeLines(vector, behaviour);
		const death = await this.#deathAfter(lines);
		const complaint = death ?? complaintAbout(vector, behaviour, peerFileBytes);
		return {
			number,
			...(complaint !== undefined && {complaint}),
			lines: death?.lines ?? lines,
			isOpen: wants.kind !== 'patience' && behaviour.end === 'open',
			died: death !== undefined,
		};
	}

	/** Whether it answers a plain request right, and still does so a moment later: some register first, and read their folder then. @returns Why not. */
	async fails(): Promise<FailedStart | undefined> {
		const {program} = this.peer;
		const {signal} = this.#context;
		const isRight = this.#isRight(await this.#probe());
		const exit = await Promise.race([
			program.exited,
			pause(isRight ? SETTLE_MS : EXIT_PATIENCE_MS, undefined, {signal}),
		]);
		if (exit !== undefined) {
			return {because: `ended by itself (${await endOf(program)})`, lines: lastWords(program)};
		}

		return isRight && this.#isRight(await this.#probe())
			? undefined
			: {because: 'registered, but did not serve a plain file', lines: lastWords(program)};
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const peer = this.#peer;
		this.#peer = undefined;
		await peer?.[Symbol.asyncDispose]();
	}

	/** @returns Undefined when it still serves: also when only one of two was not answered, which is told apart. */
	async #deathAfter(lines: readonly string[]): Promise<(Complaint & {readonly lines: readonly string[]}) | undefined> {
		const {node, signal} = this.#context;
		const {program} = this.peer;
		const first = await this.#probe();
		if (this.#isRight(first)) {
			this.#patience.learnPace(first);
			return undefined;
		}

		const exit = await Promise.race([program.exited, pause(EXIT_PATIENCE_MS, undefined, {signal})]);
		if (exit === undefined && this.#isRight(await this.#probe())) {
			this.connections.miss(this.connections.latest - 1);
			return undefined;
		}

		const what = exit === undefined ? 'served nobody afterwards' : `died (${await endOf(program)})`;
		const reached = await limitsReached(node, 'peer', {signal});
		return {
			what: [what, ...reached].join('. '),
			advice: DEATH_ADVICE,
			lines: [...lines, ...exchangeLines(PLAIN, first), ...lastWords(program)],
		};
	}

	async #probe(): Promise<PeerBehaviour> {
		this.connections.enter();
		return this.#ask(PLAIN, this.#patience.forProbe, ENOUGH_MS);
	}

	#isRight({sent}: PeerBehaviour): boolean {
		return sent.equals(peerFileBytes('f.txt'));
	}

	async #ask(
		vector: Pick<PeerVector, 'packets' | 'halfClose' | 'wants'>,
		patienceMs: number,
		endMs = this.#patience.forEnd,
	): Promise<PeerBehaviour> {
		const {node, pace = {}, signal} = this.#context;
		const {wants} = vector;
		return askPeer(await node.reach(this.peer.port, {signal}), vector, {
			patienceMs,
			...(wants.kind === 'file' && {
				whole: {bytes: peerFileBytes(wants.name).length, patienceMs: endMs},
			}),
			pace,
			signal,
		});
	}
}

const PLAIN = {packets: ['GET f.txt OSP2P\n'], halfClose: false, wants: {kind: 'file', name: 'f.txt'}} as const;

/** A program that ends when it has read its folder does so within this time. */
const SETTLE_MS = 700;

/** Of a probe the bytes count, and not the end. */
const ENOUGH_MS = 50;

/** How long the news of a program's death may take from its guest. */
const EXIT_PATIENCE_MS = 3000;

const DEATH_ADVICE =
	'Run it under valgrind or with -fsanitize=address, and send it the same request. Check the length of every buffer a name is copied to.';
