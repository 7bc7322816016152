import {type End, Flow, type Side} from './flow.ts';
import {ACK, FIN, RST, SYN, type TcpSegment} from './tcp-segment.ts';
import type {WireEvent} from './wire-event.ts';

/** Connections followed at once. A flood of them pushes the oldest out: those ended first, then any. */
export const MAX_FLOWS = 8192;

/** Who hears what is seen of the connections. */
export type FlowObserver = {
	tell(event: WireEvent): void;
	/** `payload` events cost, so they are told only while somebody wants them. */
	wantsPayload?(): boolean;
	/** Gets each stretch of payload of any side, in order: `buffer[from, to)`. */
	takePayload?(side: Side, buffer: Buffer, from: number, to: number): void;
};

/** Follows every TCP connection that crosses the switch, and tells what is seen of it. Time is passed in, in milliseconds. */
export class FlowTable {
	/** From an end, as one number, to the ends it talks to, to that direction. */
	readonly #sides = new Map<number, Map<number, Side>>();
	readonly #flows = new Set<Flow>();
	readonly #observer: FlowObserver;
	#count = 0;
	#last: Side | undefined;

	constructor(observer: FlowObserver) {
		this.#observer = observer;
	}

	/**
	A segment entered the switch by the port `from`, for the port `to` if that is known.

	@returns The direction it belongs to.
	*/
	see(segment: TcpSegment, buffer: Buffer, nowMs: number, from: string, to: string | undefined): Side {
		const side = this.#sideOf(segment, buffer, nowMs);
		side.from.name ||= from;
		side.to.name ||= to ?? '';
		const {stream} = side;
		const {flags, sequence, payloadAt, payloadEnd} = segment;
		if (flags & ACK) {
			side.acknowledged = segment.acknowledgment;
		}

		if (flags & SYN) {
			stream.start((sequence + 1) | 0);
			if (flags & ACK && !side.flow.isOpened) {
				side.flow.isOpened = true;
				this.#observer.tell({type: 'opened', flow: side.flow, side});
			}
		} else if (!stream.isStarted) {
			stream.start(sequence);
		}

		if (payloadEnd > payloadAt) {
			this.#seePayload(side, segment, buffer, nowMs);
		}

		if (flags & FIN && !side.isFinished && stream.placeOf(sequence) + payloadEnd - payloadAt <= stream.bytes) {
			side.isFinished = true;
			this.#observer.tell({type: 'finished', flow: side.flow, side});
		}

		if (flags & RST && !side.isReset) {
			side.isReset = true;
			this.#observer.tell({type: 'reset', flow: side.flow, side});
		}

		return side;
	}

	/** Every connection still remembered, oldest first. */
	get flows(): readonly Flow[] {
		return [...this.#flows];
	}

	#seePayload(side: Side, {sequence, payloadAt, payloadEnd}: TcpSegment, buffer: Buffer, nowMs: number): void {
		const before = side.bytes;
		side.firstPayloadMs ??= nowMs;
		side.stream.push(sequence, buffer, payloadAt, payloadEnd, (bytes, from, to) => {
			this.#observer.takePayload?.(side, bytes, from, to);
			if (side.line !== undefined) {
				takeLines(side, bytes, from, to, text =>
					this.#observer.tell({type: 'line', flow: side.flow, side, text, number: side.lines}),
				);
			}
		});
		if (side.bytes > before) {
			side.lastPayloadMs = nowMs;
			if (this.#observer.wantsPayload?.()) {
				this.#observer.tell({type: 'payload', flow: side.flow, side, before, after: side.bytes});
			}
		}
	}

	#sideOf(segment: TcpSegment, buffer: Buffer, nowMs: number): Side {
		const last = this.#last;
		const isNew = (segment.flags & (SYN | ACK)) === SYN;
		if (last !== undefined && !isNew && isOf(last, segment)) {
			return last;
		}

		const source = endKey(segment.sourceIp, segment.sourcePort);
		const target = endKey(segment.targetIp, segment.targetPort);
		const known = this.#sides.get(source)?.get(target);
		// The same two ends again, after their connection ended, is another connection.
		const side =
			known === undefined || (isNew && (known.flow.isEnded || known.stream.placeOf((segment.sequence + 1) | 0) !== 0))
				? this.#open(segment, buffer, nowMs)
				: known;
		this.#last = side;
		return side;
	}

	#open(segment: TcpSegment, buffer: Buffer, nowMs: number): Side {
		this.#makeRoom();
		this.#count += 1;
		const macAt = segment.ipAt - 14;
		const sourceMac = Buffer.from(buffer.subarray(macAt + 6, macAt + 12));
		const targetMac = Buffer.from(buffer.subarray(macAt, macAt + 6));
		const source: End = {name: '', mac: sourceMac, ip: segment.sourceIp, tcpPort: segment.sourcePort};
		const target: End = {name: '', mac: targetMac, ip: segment.targetIp, tcpPort: segment.targetPort};
		// Joined in the middle, the lower port is most likely the server's.
		const isAnswer = (segment.flags & SYN) !== 0 ? (segment.flags & ACK) !== 0 : source.tcpPort < target.tcpPort;
		const flow = isAnswer ? new Flow(this.#count, nowMs, target, source) : new Flow(this.#count, nowMs, source, target);
		this.#flows.add(flow);
		this.#place(flow.request);
		this.#place(flow.answer);
		return isAnswer ? flow.answer : flow.request;
	}

	#place(side: Side): void {
		const source = endKey(side.from.ip, side.from.tcpPort);
		const targets = this.#sides.get(source) ?? new Map<number, Side>();
		targets.set(endKey(side.to.ip, side.to.tcpPort), side);
		this.#sides.set(source, targets);
	}

	#makeRoom(): void {
		if (this.#flows.size < MAX_FLOWS) {
			return;
		}

		const oldest = this.#flows.values().find(flow => flow.isEnded) ?? this.#flows.values().next().value;
		if (oldest !== undefined) {
			this.#flows.delete(oldest);
			this.#remove(oldest.request);
			this.#remove(oldest.answer);
		}
	}

	#remove(side: Side): void {
		const source = endKey(side.from.ip, side.from.tcpPort);
		const target = endKey(side.to.ip, side.to.tcpPort);
		const targets = this.#sides.get(source);
		if (targets?.get(target) === side) {
			targets.delete(target);
			if (targets.size === 0) {
				this.#sides.delete(source);
			}
		}
	}
}

const isOf = (side: Side, segment: TcpSegment): boolean =>
	side.from.tcpPort === segment.sourcePort &&
	side.to.tcpPort === segment.targetPort &&
	side.from.ip === segment.sourceIp &&
	side.to.ip === segment.targetIp;

/** Address and port as one number below 2^48. */
const endKey = (ip: number, tcpPort: number): number => ip * 65_536 + tcpPort;

/** Longest line looked for, in bytes. What has no LF for longer is data, not lines. */
const MAX_LINE_BYTES = 16_384;

/** Payload of one side that is searched for lines, in bytes. No exchange of lines is that long, and bulk data should cost little. */
const MAX_LINED_BYTES = 4 * 1024 * 1024;

/**
Cut a side's new payload, `buffer[from, to)`, into lines.

@param onLine - Gets each whole line as a byte string, without its LF and a CR before it.
*/
const takeLines = (side: Side, buffer: Buffer, from: number, to: number, onLine: (text: string) => void): void => {
	const payload = buffer.subarray(from, to);
	let at = 0;
	for (let end = payload.indexOf(0x0a); end !== -1 && side.line !== undefined; end = payload.indexOf(0x0a, at)) {
		const text = (side.line + payload.toString('latin1', at, end)).replace(/\r$/, '');
		at = end + 1;
		side.line = '';
		side.lines += 1;
		side.firstLine ??= text;
		onLine(text);
		// The answer to a GET is a file (docs/protocol.md, section 4.1): its line feeds mean nothing.
		if (side.lines === 1 && side === side.flow.request && text.startsWith('GET ')) {
			side.back.line = undefined;
		}
	}

	if (side.line !== undefined) {
		const isData = side.line.length + payload.length - at > MAX_LINE_BYTES || side.bytes > MAX_LINED_BYTES;
		side.line = isData ? undefined : side.line + payload.toString('latin1', at);
	}
};
