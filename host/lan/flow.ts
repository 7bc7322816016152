import {PayloadStream} from './payload-stream.ts';

/** One end of a TCP connection. */
export type End = {
	/** The name of its port on the switch; `''` while nothing has come from there. */
	name: string;
	/** Its hardware address, 6 bytes. */
	readonly mac: Buffer;
	/** IPv4 address as an unsigned number. */
	readonly ip: number;
	readonly tcpPort: number;
};

/** One direction of a connection. */
export class Side {
	readonly flow: Flow;
	readonly from: End;
	readonly to: End;
	readonly stream = new PayloadStream();
	/** When its first and its last byte of payload were seen, in milliseconds. */
	firstPayloadMs: number | undefined;
	lastPayloadMs: number | undefined;
	/** It said that it sends no more. */
	isFinished = false;
	isReset = false;
	/** When a link that closes slowly first saw its end, in milliseconds. */
	finSeenMs: number | undefined;
	/** The sequence number it acknowledged last: what its receiver's next reset must carry to be believed. */
	acknowledged = 0;
	lines = 0;
	/** The beginning of a line; `undefined`: this side sends data, not lines. */
	line: string | undefined = '';
	/** Its first line, as a byte string: what a client asks for. */
	firstLine: string | undefined;

	constructor(flow: Flow, from: End, to: End) {
		this.flow = flow;
		this.from = from;
		this.to = to;
	}

	get bytes(): number {
		return this.stream.bytes;
	}

	/** The direction back. */
	get back(): Side {
		return this === this.flow.request ? this.flow.answer : this.flow.request;
	}
}

/** A TCP connection that crosses the switch. */
export class Flow {
	/** Counts from 1 in the order of their opening. */
	readonly number: number;
	readonly openedMs: number;
	/** From the client, who opened it, to the server. */
	readonly request: Side;
	readonly answer: Side;
	/** What the network has done to it for good. `silenced`: nothing passes. `reset`: whatever comes is answered with a reset. `closed`: only what says more than an acknowledgment is. */
	fate: 'alive' | 'silenced' | 'reset' | 'closed' = 'alive';
	isOpened = false;

	constructor(number: number, openedMs: number, client: End, server: End) {
		this.number = number;
		this.openedMs = openedMs;
		this.request = new Side(this, client, server);
		this.answer = new Side(this, server, client);
	}

	/** Both sides are done, or one gave up. */
	get isEnded(): boolean {
		const {request, answer} = this;
		return request.isReset || answer.isReset || (request.isFinished && answer.isFinished);
	}
}
