import {type Station, tcpFrame} from './tcp-frame.ts';
import {ACK, FIN, PSH, RST, SYN} from './tcp-segment.ts';

/** A TCP connection written down by hand, for tests: each call makes the next frame of one of the two. */
export class Conversation {
	readonly client: Station;
	readonly server: Station;
	#clientNext = 1000;
	#serverNext = 5000;

	constructor(client: Station = {number: 1, tcpPort: 40_000}, server: Station = {number: 2, tcpPort: 11_112}) {
		this.client = client;
		this.server = server;
	}

	/** The three frames that open it. */
	opens(): readonly Buffer[] {
		return [this.#client(SYN, '', 1), this.#server(SYN | ACK, '', 1), this.#client(ACK, '')];
	}

	asks(payload: string): Buffer {
		return this.#client(ACK | PSH, payload);
	}

	answers(payload: string | Uint8Array): Buffer {
		return this.#server(ACK | PSH, payload);
	}

	clientEnds(): Buffer {
		return this.#client(ACK | FIN, '', 1);
	}

	serverEnds(payload = ''): Buffer {
		return this.#server(ACK | FIN, payload, 1);
	}

	serverResets(): Buffer {
		return this.#server(ACK | RST, '');
	}

	clientAcknowledges(): Buffer {
		return this.#client(ACK, '');
	}

	#client(flags: number, payload: string | Uint8Array, extra = 0): Buffer {
		const frame = tcpFrame(this.client, this.server, {
			sequence: this.#clientNext,
			acknowledgment: this.#serverNext,
			flags,
			payload,
		});
		this.#clientNext += payload.length + extra;
		return frame;
	}

	#server(flags: number, payload: string | Uint8Array, extra = 0): Buffer {
		const frame = tcpFrame(this.server, this.client, {
			sequence: this.#serverNext,
			acknowledgment: this.#clientNext,
			flags,
			payload,
		});
		this.#serverNext += payload.length + extra;
		return frame;
	}
}
