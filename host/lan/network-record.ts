import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type Capture, startCapture} from './capture.ts';
import type {FaultLedger} from './fault-ledger.ts';
import type {Side} from './flow.ts';
import type {Port} from './port.ts';
import {splitCapture} from './split-capture.ts';

/** What was done to a frame on its way to a port, by the port's name. */
export type Done = {readonly to: string; readonly done: string};

/** Payload of each direction of a connection that is captured whole, in bytes: all requests, replies, and the beginning of each file. */
const WHOLE_BYTES = 64 * 1024;

/** What is kept of frames without TCP that are too many, in bytes. */
const FLOOD_BYTES = 80;

/** Frames that carry no TCP and are captured whole; more of them are a flood. */
const WHOLE_FRAMES = 200_000;

/** All that crosses the network, on record: in `lan.pcapng` as it happens; at the end also a capture a link, and the log of faults. */
export class NetworkRecord implements AsyncDisposable {
	readonly #ledger: FaultLedger;
	readonly #folder: string | undefined;
	readonly #capture: Capture | undefined;
	readonly #names: string[] = [];
	readonly #startedMs: number;
	#frames = 0;
	#nowMs = 0;
	#nowMicroseconds = 0;

	private constructor(
		ledger: FaultLedger,
		startedMs: number,
		{folder, capture}: {readonly folder?: string; readonly capture?: Capture},
	) {
		this.#ledger = ledger;
		this.#startedMs = startedMs;
		this.#folder = folder;
		this.#capture = capture;
	}

	/** @param folder - Where the captures go. Without one nothing is written, but everything is counted and logged. */
	static async start(
		ledger: FaultLedger,
		{folder, nowMs}: {readonly folder: string | undefined; readonly nowMs: number},
	): Promise<NetworkRecord> {
		return new NetworkRecord(
			ledger,
			nowMs,
			folder === undefined ? {} : {folder, capture: await startCapture(join(folder, LAN_CAPTURE))},
		);
	}

	/** A port was made; ports are numbered in this order. */
	addPort(name: string): void {
		this.#names.push(name);
		this.#capture?.addInterface(name);
	}

	/** A frame entered by a port; `everything`: what was done to it on its way to each. `nowMs` is on the clock of `performance.now()`. */
	frame(
		from: Port,
		buffer: Buffer,
		start: number,
		end: number,
		side: Side | undefined,
		everything: readonly Done[],
		nowMs: number,
	): void {
		this.#frames += 1;
		const isBulk =
			side === undefined ? this.#frames > WHOLE_FRAMES : side.bytes > WHOLE_BYTES || side.back.bytes > WHOLE_BYTES;
		this.#capture?.record(buffer, start, end, {
			interfaceNumber: from.number,
			microseconds: this.#microseconds(nowMs),
			keepBytes: isBulk ? headBytes(buffer, start, side) : end - start,
			isBulk,
			comment: everything.length === 0 ? undefined : everything.map(({to, done}) => `→ ${to}: ${done}`).join('\n'),
		});
		for (const {to, done} of everything) {
			const seconds = Math.round((nowMs - this.#startedMs) * 1000) / 1e6;
			this.#ledger.note({seconds, frame: this.#frames, from: from.name, to, done});
		}
	}

	/** The network itself made a frame for a port. */
	made(frame: Buffer, to: Port, nowMs: number): void {
		const about = {
			interfaceNumber: to.number,
			microseconds: this.#microseconds(nowMs),
			keepBytes: frame.length,
			isBulk: false,
		};
		this.#frames += 1;
		this.#capture?.record(frame, 0, frame.length, {...about, comment: `→ ${to.name}: made by the network`});
	}

	/** All frames of a chunk have one time: it is worked out once. */
	#microseconds(nowMs: number): number {
		if (nowMs !== this.#nowMs) {
			this.#nowMs = nowMs;
			this.#nowMicroseconds = Math.round((ORIGIN_MS + nowMs) * 1000);
		}

		return this.#nowMicroseconds;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#capture?.[Symbol.asyncDispose]();
		if (this.#folder !== undefined) {
			await splitCapture(join(this.#folder, LAN_CAPTURE), this.#folder, this.#names);
			await writeFile(
				join(this.#folder, 'faults.ndjson'),
				this.#ledger.log.map(entry => `${JSON.stringify(entry)}\n`).join(''),
			);
		}
	}
}

/** The capture of the whole network, in a run's folder: each frame once, on the interface of the port it entered by. */
export const LAN_CAPTURE = 'lan.pcapng';

const ORIGIN_MS = performance.timeOrigin; // Asked for each frame, it would be a tenth of the cost of the capture.

/** How long the headers of a frame are, if it carries TCP over IPv4, as each frame of a connection does. */
const headBytes = (buffer: Buffer, start: number, side: Side | undefined): number => {
	if (side === undefined) {
		return FLOOD_BYTES;
	}

	const tcpAt = 14 + ((buffer[start + 14] ?? 0) & 0x0f) * 4;
	return tcpAt + ((buffer[start + tcpAt + 12] ?? 0) >> 4) * 4;
};
