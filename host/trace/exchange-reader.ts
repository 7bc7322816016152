import {ProtocolError} from '../../guest/protocol/protocol-error.ts';
import {type Reply, ReplyReader} from '../../guest/protocol/reply.ts';
import type {Flow} from '../lan/flow.ts';
import type {WireEvent} from '../lan/wire-event.ts';
import type {ExchangeEnd, TracedExchange} from './exchange.ts';

/** Data lines kept of a reply. */
const MAX_DATA_LINES = 20;

type Request = {readonly at: number; readonly text: string};

/** Turns what was said on one TCP connection into exchanges: requests paired with their replies, in order. Times in seconds. */
export class ExchangeReader {
	readonly #flow: Flow;
	readonly #startedAt: number;
	readonly #exchanges: TracedExchange[] = [];
	readonly #replies = new ReplyReader();
	#requests: Request[] = [];
	#replyBytes = 0;
	#isGarbled = false;

	constructor(flow: Flow, startedAt: number) {
		this.#flow = flow;
		this.#startedAt = startedAt;
	}

	/** A line was said by one of the two. */
	take({side, text}: Extract<WireEvent, {type: 'line'}>, at: number): void {
		if (side === this.#flow.request) {
			// An empty line has no reply (docs/protocol.md, section 1.2).
			if (text.trim() !== '') {
				this.#requests.push({at, text});
			}
		} else if (!this.#isGarbled) {
			this.#takeReply(text, at);
		}
	}

	/** Everything that was said, once no more will be. */
	finish(): readonly TracedExchange[] {
		const {request, answer} = this.#flow;
		const [first] = this.#requests;
		if (first?.text.startsWith('GET ')) {
			return [this.#transfer(first)];
		}

		const unanswered = this.#requests.map(asked => this.#exchange(asked, {end: this.#endOf('unanswered')}));
		const all = [...this.#exchanges, ...unanswered];
		if (all.length > 0) {
			return all;
		}

		const end = !this.#flow.isOpened && answer.isReset ? 'refused' : this.#endOf('whole');
		return [
			this.#exchange({at: this.#startedAt, text: ''}, {type: 'connection', bytes: request.bytes + answer.bytes, end}),
		];
	}

	#takeReply(text: string, at: number): void {
		this.#replyBytes += text.length + 1;
		try {
			const reply = this.#replies.push(text);
			if (reply !== undefined) {
				this.#answer(reply, at);
			}
		} catch (error) {
			if (!(error instanceof ProtocolError)) {
				throw error;
			}

			this.#isGarbled = true;
			const asked = this.#requests.shift() ?? {at, text: ''};
			this.#exchanges.push(this.#exchange(asked, {bytes: this.#replyBytes, end: 'not a reply'}));
		}
	}

	#answer({codes, data}: Reply, at: number): void {
		// The greeting answers nobody (docs/protocol.md, section 2.3).
		const isGreeting = this.#exchanges.length === 0;
		const asked = isGreeting ? undefined : this.#requests.shift();
		const began = asked ?? {at: isGreeting ? this.#startedAt : at, text: ''};
		const type = asked === undefined ? {type: isGreeting ? ('greeting' as const) : ('unasked' as const)} : {};
		this.#exchanges.push(
			this.#exchange(began, {
				...type,
				codes,
				data: data.slice(0, MAX_DATA_LINES),
				bytes: this.#replyBytes,
				seconds: at - began.at,
				end: 'whole',
			}),
		);
		this.#replyBytes = 0;
	}

	#transfer(asked: Request): TracedExchange {
		const {answer} = this.#flow;
		const last = answer.lastPayloadMs === undefined ? undefined : answer.lastPayloadMs / 1000 - asked.at;
		return this.#exchange(asked, {
			type: 'file',
			bytes: answer.bytes,
			seconds: last,
			end: this.#endOf(answer.isFinished ? 'whole' : 'open'),
		});
	}

	#endOf(otherwise: ExchangeEnd): ExchangeEnd {
		return this.#flow.request.isReset || this.#flow.answer.isReset ? 'reset' : otherwise;
	}

	#exchange(
		{at, text}: Request,
		{type, codes = [], data = [], bytes = 0, seconds, end}: Partial<TracedExchange> & {readonly end: ExchangeEnd},
	): TracedExchange {
		const {request, number} = this.#flow;
		const said = text.startsWith('NOTIFY ') && text.endsWith(' OSP2P') ? 'notice' : 'tracker';
		return {
			at,
			from: request.from.name,
			to: request.to.name,
			type: type ?? said,
			request: text,
			codes,
			data,
			bytes,
			seconds,
			end,
			flow: number,
		};
	}
}
