import {formatPeerLine, type PeerEntry} from '../protocol/peer-line.ts';
import {ProtocolError} from '../protocol/protocol-error.ts';
import {quote} from '../protocol/quoting.ts';
import {formatReply} from '../protocol/reply.ts';
import {parseTrackerRequest, type TrackerRequest} from '../protocol/tracker-request.ts';
import {type Answer, answerOfLines, LATER} from './answer.ts';
import type {HolderOrder} from './holder-order.ts';
import * as say from './messages.ts';
import type {Peer, Registry} from './registry.ts';
import type {RequestCounts} from './request-counts.ts';

/** What all sessions of a tracker share. */
export type TrackerState = {
	readonly registry: Registry;
	/** The peers that want to be called when another registers. */
	readonly subscribers: Set<Peer>;
	/** Told that a peer offers one more file. */
	readonly offered: () => void;
	/** Told of every peer that is registered and listed. */
	readonly announce: (newcomer: Peer) => void;
	readonly counts: RequestCounts;
	/** A number from 0 up to 1, not 1 itself. */
	readonly random: () => number;
	/** The order of holders in the replies to WANT. */
	readonly order: HolderOrder;
	/** Whether invented peers come first in WHO and WANT (docs/protocol.md, section 3.5). */
	readonly withFakePeers: boolean;
	/** Told of every request that is refused (a code of 300 or more): whose, its line cut at 200 bytes, and the whole reply in a line. */
	readonly refused: (refusal: {readonly from: string; readonly request: string; readonly reply: string}) => void;
};

/** Who a connection is. `ignored`: registered, but from outside a tracker that counts local peers only. */
type SessionState =
	| {readonly phase: 'anonymous'}
	| {readonly phase: 'ignored'}
	| {readonly phase: 'named'; readonly peer: Peer}
	| {readonly phase: 'left'};

/** One connection's decisions: lines in, answers out. Knows no socket and no clock. */
export class Session {
	readonly #tracker: TrackerState;
	readonly #source: string;
	readonly #counts: boolean;
	#state: SessionState = {phase: 'anonymous'};
	/** Sequence of the last peer this client was told of; there is none before its first BLOCKNOTIFY. */
	#seen: number | undefined;

	/**
	@param source - The address the connection comes from: what is registered, whatever the client says.
	@param counts - Whether a peer from there may be listed.
	*/
	constructor(tracker: TrackerState, {source, counts}: {readonly source: string; readonly counts: boolean}) {
		this.#tracker = tracker;
		this.#source = source;
		this.#counts = counts;
	}

	/** Whether the client said goodbye, or was told it. Nothing it says counts any more. */
	get hasLeft(): boolean {
		return this.#state.phase === 'left';
	}

	/** Whether a listed peer speaks here. */
	get isRegistered(): boolean {
		return this.#state.phase === 'named';
	}

	/** The listed peer that speaks here. */
	get peer(): Peer | undefined {
		return this.#state.phase === 'named' ? this.#state.peer : undefined;
	}

	/** Answer one line, a byte string without LF. */
	answer(line: string): Answer {
		try {
			const request = parseTrackerRequest(line);
			if (request === undefined) {
				return '';
			}

			const answer = this.#decide(request);
			this.#tracker.counts.add(request.type, answer);
			return this.#told(line, answer);
		} catch (error) {
			if (!(error instanceof ProtocolError)) {
				throw error;
			}

			const answer = refusal(error);
			this.#tracker.counts.add('malformed', answer);
			return this.#told(line, answer);
		}
	}

	/** Tells of a refusal. @returns The answer as it is. */
	#told(line: string, answer: Answer): Answer {
		if (typeof answer === 'string' && /^[35]\d\d[- ]/.test(answer)) {
			const reply = answer.trimEnd().replaceAll('\n', ' / ');
			this.#tracker.refused({from: this.#source, request: line.slice(0, 200), reply: reply.slice(0, 300)});
		}

		return answer;
	}

	/** The answer to a BLOCKNOTIFY that waits: the next newcomer still here, or again `LATER`. */
	newcomer(): string | typeof LATER {
		const {registry} = this.#tracker;
		this.#seen ??= registry.sequence;
		const newcomer = registry.firstAfter(this.#seen, peer => peer !== this.peer);
		if (!newcomer) {
			this.#seen = registry.sequence;
			return LATER;
		}

		this.#seen = newcomer.sequence;
		return `${newcomer.line}\n${say.DONE}`;
	}

	/** The connection ends: all it registered is gone at once (section 2.5). */
	leave(): void {
		const peer = this.peer;
		if (peer) {
			this.#tracker.subscribers.delete(peer);
			this.#tracker.registry.leave(peer);
		}

		this.#state = {phase: 'left'};
	}

	#decide(request: TrackerRequest): Answer {
		const {registry, random} = this.#tracker;
		switch (request.type) {
			case 'want':
				return this.#want(request.file);
			case 'have':
				return this.#have(request.file, request.digest);
			case 'addr':
				return this.#register(request);
			case 'donthave':
				return this.peer && registry.dontHave(this.peer, request.file) ? say.DONE : say.NOTHING_TO_DO;
			case 'who':
				return this.#who();
			case 'list':
				return answerOfLines(fileLines(registry.files()), registry.fileCount, {of: 'Files'});
			case 'md5sum': {
				const digest = registry.digestOf(request.file);
				return digest === undefined ? say.NO_DIGEST : `${digest}\n${say.DONE}`;
			}
			case 'checkpeer': {
				const found = registry.find(request);
				const file = found && registry.someFileOf(found, random);
				return found ? `${file === undefined ? '' : `FILE ${quote(file)}\n`}${say.DONE}` : say.NO_SUCH_PEER;
			}
			case 'notify':
			case 'nonotify':
				return this.#subscribe(request.type === 'notify');
			case 'blocknotify':
				return this.newcomer();
			case 'help':
				return say.HELP;
			case 'quit':
				this.leave();
				return say.GOODBYE;
		}
	}

	#register(said: PeerEntry): string {
		if (this.#state.phase !== 'anonymous') {
			return say.ONCE_ONLY;
		}

		const warning = said.address === this.#source ? '' : say.otherAddress(said.address, this.#source);
		if (!this.#counts) {
			this.#state = {phase: 'ignored'};
			return warning + say.OUTSIDE;
		}

		const {alias, port} = said;
		const peer = this.#tracker.registry.join({alias, address: this.#source, port});
		this.#state = {phase: 'named', peer};
		this.#tracker.announce(peer);
		return warning + say.REGISTERED;
	}

	#have(file: string, digest: string | undefined): string {
		if (this.#state.phase !== 'named') {
			return this.#state.phase === 'ignored' ? say.DONE : say.REGISTER_FIRST;
		}

		switch (this.#tracker.registry.have(this.#state.peer, file, digest)) {
			case 'added':
				this.#tracker.offered();
				return say.DONE;
			case 'already':
				return say.ALREADY_OFFERED;
			case 'full':
				return say.TOO_MANY_FILES;
			case 'other digest':
				return say.OTHER_DIGEST;
		}
	}

	#want(file: string): Answer {
		const {registry, order, withFakePeers} = this.#tracker;
		const holders = order.arrange(registry.holdersOf(file, order.random(file)));
		if (holders.length === 0) {
			return say.NOBODY_HAS_IT;
		}

		const count = holders.length + (withFakePeers ? FAKE_PEER_COUNT : 0);
		return answerOfLines(peerLines(holders, {withFakePeers}), count, {of: 'Peers'});
	}

	#who(): Answer {
		const {registry, withFakePeers} = this.#tracker;
		const count = registry.peerCount + (withFakePeers ? FAKE_PEER_COUNT : 0);
		return answerOfLines(peerLines(registry.peers(), {withFakePeers}), count, {of: 'Peers'});
	}

	#subscribe(isWanted: boolean): string {
		if (this.#state.phase === 'anonymous') {
			return isWanted ? say.REGISTER_FIRST : say.NOTHING_TO_DO;
		}

		if (this.peer) {
			this.#tracker.subscribers[isWanted ? 'add' : 'delete'](this.peer);
		}

		return say.DONE;
	}
}

const refusal = ({code, message}: ProtocolError): string =>
	code === 300
		? formatReply({code, text: message})
		: formatReply({code, context: [message], text: 'HELP tells what can be asked.'});

function* peerLines(peers: Iterable<Peer>, {withFakePeers}: {readonly withFakePeers: boolean}): Generator<string> {
	if (withFakePeers) {
		yield* fakePeerLines;
	}

	for (const {line} of peers) {
		yield line;
	}
}

function* fileLines(names: Iterable<string>): Generator<string> {
	for (const name of names) {
		yield `FILE ${quote(name)}`;
	}
}

/** How many peers `-f` invents (docs/protocol.md, section 3.5). */
const FAKE_PEER_COUNT = 250;

/** Their PEER lines: enough to pass 8 KiB, which kills peers with small buffers. */
const fakePeerLines: readonly string[] = Array.from({length: FAKE_PEER_COUNT}, (_, n) =>
	formatPeerLine({alias: `fakepeer${n}`, address: '127.0.0.1', port: 11_211 + n}),
);
