import type {Socket} from 'node:net';
import type {Phase, Visitor} from './connection-places.ts';
import type {PeerLimits} from './peer-limits.ts';
import {RecentRate} from './recent-rate.ts';
import {TransferError} from './transfer-error.ts';

/** A reader has so long to show that it reads, in milliseconds; a slower one of its address gets the place after it. */
const PATIENCE_MS = 5000;

/** One connection of a reader, and what it is at. */
export class UploadConnection implements Visitor {
	readonly socket: Socket;
	readonly address: string;
	/** Address and port of the reader. */
	readonly to: string;
	readonly #clock: () => number;
	readonly #goodRate: number;
	#phase: Phase = 'asking';
	#sinceMs: number;
	#rate: RecentRate;
	#lost: TransferError | undefined;
	#isAnswered = false;

	constructor(
		socket: Socket,
		address: string,
		{clock, limits}: {readonly clock: () => number; readonly limits: PeerLimits},
	) {
		this.socket = socket;
		this.address = address;
		this.to = `${address}:${socket.remotePort ?? 0}`;
		this.#clock = clock;
		this.#goodRate = limits.hedgeRate * 1024;
		this.#sinceMs = clock();
		this.#rate = new RecentRate({nowMs: this.#sinceMs});
	}

	get phase(): Phase {
		return this.#phase;
	}

	get sinceMs(): number {
		return this.#sinceMs;
	}

	/** Why it was ended for others; undefined when it was not. */
	get lost(): TransferError | undefined {
		return this.#lost;
	}

	/** Whether it waits for its turn, or takes its file at a good rate. */
	get isServed(): boolean {
		const nowMs = this.#clock();
		return (
			this.#phase === 'waiting' || nowMs - this.#sinceMs < PATIENCE_MS || this.#rate.perSecond(nowMs) >= this.#goodRate
		);
	}

	/** It goes on to its next phase. */
	enter(phase: Phase): void {
		this.#phase = phase;
		this.#sinceMs = this.#clock();
		this.#rate = new RecentRate({nowMs: this.#sinceMs});
	}

	/** Count bytes that it has taken. */
	took(bytes: number): void {
		this.#rate.add(bytes, this.#clock());
	}

	/** All of its answer is on the way. */
	answered(): void {
		this.#isAnswered = true;
	}

	/** End it for others, with a reset: what it has got must not look whole. Unless it is: then the system goes on sending what it has taken. */
	hangUp(): void {
		if (this.#isAnswered) {
			this.socket.destroy();
			return;
		}

		this.#lost = new TransferError('others waited for its place');
		this.socket.resetAndDestroy();
	}
}
