import type {Socket} from 'node:net';
import {FIRST_LINE_TIMEOUT_MS, NEXT_LINE_TIMEOUT_MS} from '../protocol/limits.ts';
import {ProtocolError} from '../protocol/protocol-error.ts';
import {LATER, type LongAnswer, takeLines} from './answer.ts';
import type {SlowReader} from './backlog.ts';
import type {ConnectionContext} from './connection-context.ts';
import {Inbox} from './inbox.ts';
import {GOODBYE, GREETING, NO_ROOM, TOO_SLOW} from './messages.ts';
import type {Peer} from './registry.ts';
import type {Session} from './session.ts';
import type {TurnTaker} from './turns.ts';
import {writeText} from './write-text.ts';

/** Bytes of replies in one turn, about: enough to fill a packet many times, short enough for others to wait. */
const TURN_BYTES = 32 * 1024;

/** The same when much is kept for those who do not read. */
const SHORT_TURN_BYTES = 4 * 1024;

/** Lines answered in one turn. */
const TURN_LINES = 512;

/** Bytes unsent from which a client's next turn waits for it. */
const WRITE_AHEAD_BYTES = 16 * 1024;

/** Bytes kept of a client that goes on talking while its BLOCKNOTIFY waits; then it is no longer read. */
const MAX_AHEAD_BYTES = 64 * 1024;

/** Time for the other side to close after our goodbye. */
const LINGER_MS = 5000;

/**
One client's socket: reads lines when its session can take them, writes answers no faster than they are read.

What is kept for a client is bounded: one packet unread, one turn's replies unsent; and the latter also for all clients together.
*/
export class TrackerConnection implements TurnTaker, SlowReader {
	readonly #socket: Socket;
	readonly #session: Session;
	readonly #context: ConnectionContext;
	readonly #inbox = new Inbox();
	#long: LongAnswer | undefined;
	#hasSpoken = false;
	#inputEnded = false;
	#isWaitingForReader = false;
	/** When it last said a line, took what was queued, or left: whichever its deadline counts from. */
	#since: number;

	constructor(socket: Socket, session: Session, context: ConnectionContext) {
		this.#socket = socket;
		this.#session = session;
		this.#context = context;
		this.#since = context.now();
		socket.on('data', (chunk: Buffer) => this.#receive(chunk));
		socket.on('end', () => this.#onInputEnd());
		socket.on('drain', () => this.#onDrain());
		socket.on('close', () => this.#onClose());
		this.#send(GREETING);
	}

	/** Whether nothing would be lost with it: it offers no files. */
	get isExpendable(): boolean {
		return !this.#session.isRegistered;
	}

	/** The listed peer that speaks here. */
	get peer(): Peer | undefined {
		return this.#session.peer;
	}

	/** Whether it is already on its way out. */
	get isLeaving(): boolean {
		return this.#session.hasLeft;
	}

	/** Act on time gone by: called about once a second. */
	checkTime(nowMs: number): void {
		this.#count(); // A socket that is paused still takes in one packet.
		const silenceMs = nowMs - this.#since;
		if (this.isLeaving) {
			if (silenceMs > (this.#socket.writableLength > 0 ? this.#context.stallMs : LINGER_MS)) {
				this.#socket.destroy();
			}
		} else if (this.#isWaitingForReader) {
			if (silenceMs > this.#context.stallMs) {
				this.giveUp();
			}
		} else if (!this.#isBlocked && silenceMs > (this.#hasSpoken ? NEXT_LINE_TIMEOUT_MS : FIRST_LINE_TIMEOUT_MS)) {
			this.#context.traffic.timedOut += 1;
			this.#leave(TOO_SLOW);
		}
	}

	/** Give up this connection for others: it hears 500 and is closed without waiting. */
	shed(): void {
		this.#context.traffic.shed += 1;
		this.#leave(NO_ROOM);
		this.#socket.destroySoon();
	}

	/** It does not read, and others need the room. */
	giveUp(): void {
		this.#context.traffic.stalled += 1;
		this.#socket.destroy();
		this.#forget();
	}

	/** A newcomer may have come, or others had their turn: go on where it stopped. */
	takeTurn(): void {
		if (this.isLeaving || this.#isWaitingForReader) {
			return;
		}

		let replies = '';
		if (this.#isBlocked) {
			const answer = this.#session.newcomer();
			if (answer === LATER) {
				return;
			}

			replies = answer;
			this.#context.blocked.delete(this);
		}

		this.#work(replies);
	}

	get #isBlocked(): boolean {
		return this.#context.blocked.has(this);
	}

	#receive(chunk: Buffer): void {
		this.#context.traffic.bytesIn += chunk.length;
		if (this.isLeaving) {
			return; // Read on, so that its end is seen and our goodbye is not lost to a reset.
		}

		const isBusy = !this.#inbox.isEmpty;
		this.#inbox.push(chunk);
		if (!isBusy) {
			this.#work('');
		} else if (this.#inbox.bytesAhead >= MAX_AHEAD_BYTES) {
			this.#socket.pause();
		}

		this.#count();
	}

	/** Answer line after line until there is none left, the turn is over, or the client has to wait for a newcomer. */
	#work(earlier: string): void {
		const turnBytes = this.#context.backlog.isHigh ? SHORT_TURN_BYTES : TURN_BYTES;
		let replies = earlier;
		let linesLeft = TURN_LINES;
		try {
			while (replies.length < turnBytes && linesLeft > 0) {
				if (this.#long) {
					const {text, isAll} = takeLines(this.#long, turnBytes);
					replies += text;
					this.#long = isAll ? undefined : this.#long;
					continue;
				}

				const line = this.#inbox.next();
				if (line === undefined) {
					break;
				}

				linesLeft -= 1;
				const answer = this.#session.answer(line);
				if (typeof answer === 'string') {
					replies += answer;
					if (this.#session.hasLeft) {
						this.#leave(replies);
						return;
					}
				} else if (answer === LATER) {
					this.#context.blocked.add(this);
					this.#socket.setKeepAlive(true, 60_000); // It may be silent for days; a vanished host must not be waited for.
					break;
				} else {
					this.#long = answer;
				}
			}
		} catch (error) {
			if (!(error instanceof ProtocolError)) {
				throw error;
			}

			this.#leave(replies + GOODBYE); // A line too long (docs/protocol.md, section 1.1).
			return;
		}

		if (linesLeft < TURN_LINES) {
			this.#hasSpoken = true;
			this.#since = this.#context.now();
		}

		this.#send(replies);
		this.#goOn();
	}

	/** Decide what comes after a turn. */
	#goOn(): void {
		if (this.#isBlocked) {
			if (this.#inputEnded) {
				this.#leave(GOODBYE);
			} else {
				this.#socket.resume(); // To see its end.
			}
		} else if (!this.#inbox.isEmpty || this.#long) {
			this.#socket.pause();
			if (!this.#isWaitingForReader) {
				this.#context.turns.ask(this);
			}
		} else if (this.#isWaitingForReader) {
			this.#socket.pause();
		} else if (this.#inputEnded) {
			this.#leave(GOODBYE);
		} else if (this.#socket.isPaused()) {
			this.#socket.resume();
		}
	}

	#send(text: string): void {
		if (text === '' || this.#socket.destroyed) {
			return;
		}

		this.#context.traffic.bytesOut += text.length;
		writeText(this.#socket, text);
		if (this.#socket.writableLength >= WRITE_AHEAD_BYTES) {
			this.#isWaitingForReader = true;
			this.#since = this.#context.now();
		}

		this.#count();
	}

	#count(): void {
		const {writableLength, readableLength, destroyed} = this.#socket;
		if (!destroyed) {
			this.#context.backlog.keep(this, writableLength + readableLength + this.#inbox.bytes);
		}
	}

	#leave(farewell: string): void {
		if (this.#socket.writableEnded) {
			return; // It was shed while its own request was answered.
		}

		this.#session.leave();
		this.#forget();
		this.#context.traffic.bytesOut += farewell.length;
		this.#since = this.#context.now();
		this.#socket.end(farewell, 'latin1');
		this.#count();
		this.#socket.resume();
	}

	#onInputEnd(): void {
		this.#inputEnded = true;
		const owesReplies = !this.#inbox.isEmpty || this.#long !== undefined || this.#isWaitingForReader;
		if (!this.isLeaving && (this.#isBlocked || !owesReplies)) {
			this.#leave(GOODBYE);
		}
	}

	#onDrain(): void {
		this.#count();
		if (!this.#isWaitingForReader) {
			return;
		}

		this.#isWaitingForReader = false;
		this.#since = this.#context.now();
		if (this.#isBlocked) {
			this.#context.turns.ask(this); // Somebody may have come while it could not be told.
		}

		if (!this.isLeaving) {
			this.#goOn();
		}
	}

	#onClose(): void {
		this.#context.backlog.forget(this);
		this.#session.leave();
		this.#forget();
	}

	#forget(): void {
		this.#context.blocked.delete(this);
		this.#context.turns.forget(this);
		this.#inbox.clear();
		this.#long = undefined;
	}
}
