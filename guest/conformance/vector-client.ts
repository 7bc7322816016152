import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import type {Endpoint} from '../protocol/endpoint.ts';
import {MAX_REPLY_BYTES} from '../protocol/limits.ts';
import {LineSplitter} from '../protocol/line-splitter.ts';
import {type Reply, ReplyReader} from '../protocol/reply.ts';

/** A client of a tracker under test: sends exact bytes, keeps what comes until it is asked for. */
export class VectorClient implements Disposable {
	readonly socket: Socket;
	readonly #hear: (line: string) => void;
	readonly #splitter = new LineSplitter({maxBytes: MAX_REPLY_BYTES});
	readonly #reader = new ReplyReader();
	readonly #replies: Reply[] = [];
	#end: 'end' | 'reset' | undefined;
	#onChange = Promise.withResolvers<void>();

	private constructor(socket: Socket, hear: (line: string) => void) {
		this.socket = socket;
		this.#hear = hear;
		socket.on('data', (chunk: Buffer) => {
			for (const line of this.#splitter.push(chunk)) {
				this.#hear(`← ${line}`);
				const reply = this.#reader.push(line);
				if (reply) {
					this.#replies.push(reply);
				}
			}

			this.#changed();
		});
		socket.on('end', () => {
			this.#end ??= 'end';
			this.#hear('← (end of connection)');
			this.#changed();
		});
		socket.on('error', () => {
			this.#end ??= 'reset';
			this.#hear('← (connection reset)');
			this.#changed();
		});
	}

	/**
	Connect, from an address of this machine. The greeting is not read yet.

	@param hear - Told of every line that comes, and of the end.
	*/
	static async open(
		{address, port}: Endpoint,
		from: string,
		hear: (line: string) => void = () => {},
	): Promise<VectorClient> {
		const socket = connect({host: address, port, localAddress: from, family: 4, noDelay: true, allowHalfOpen: true});
		await once(socket, 'connect');
		return new VectorClient(socket, hear);
	}

	/** What came and was not asked for, in words; undefined when there is nothing. */
	get unread(): string | undefined {
		if (this.#replies.length > 0) {
			return `${this.#replies.length} more replies, first ${this.#replies[0]?.codes.join(',')}`;
		}

		return this.#reader.isInside || this.#splitter.rest !== '' ? 'an unfinished reply' : undefined;
	}

	/** How the connection ended, if it did. */
	get ended(): 'end' | 'reset' | undefined {
		return this.#end;
	}

	/** The next reply. @throws {Error} If none comes in time. */
	async reply(deadlineMs: number): Promise<Reply> {
		await this.#until(() => this.#replies.length > 0 || this.#end !== undefined, deadlineMs);
		const reply = this.#replies.shift();
		if (!reply) {
			throw new Error(this.#end ? `no reply: the connection ended (${this.#end})` : `no reply in ${deadlineMs} ms`);
		}

		return reply;
	}

	/** The end of the connection, whatever comes before it. @throws {Error} If it does not come in time. */
	async end(deadlineMs: number): Promise<void> {
		await this.#until(() => this.#end !== undefined, deadlineMs);
		if (this.#end === undefined) {
			throw new Error(`no end in ${deadlineMs} ms`);
		}
	}

	/** Drop what came and was not asked for. */
	forget(): void {
		this.#replies.length = 0;
	}

	[Symbol.dispose](): void {
		this.socket.destroy();
	}

	#changed(): void {
		this.#onChange.resolve();
		this.#onChange = Promise.withResolvers<void>();
	}

	async #until(isThere: () => boolean, deadlineMs: number): Promise<void> {
		const late = Promise.withResolvers<void>();
		const timer = setTimeout(late.resolve, deadlineMs);
		let isLate = false;
		void late.promise.then(() => {
			isLate = true;
		});
		while (!(isThere() || isLate)) {
			await Promise.race([this.#onChange.promise, late.promise]);
		}

		clearTimeout(timer);
	}
}
