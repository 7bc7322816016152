import type {Side} from './flow.ts';

/** Bytes that must not be seen on the wire, with a name for people. */
export type Secret = {readonly name: string; readonly bytes: Buffer};

/** A secret was seen: in which direction of which connection, and how far into it, in bytes. */
export type Leak = {readonly secret: string; readonly side: Side; readonly atByte: number};

/** Looks for secrets in every byte of every TCP stream, wherever the segments were cut. Each is told once a direction of a connection. */
export class PayloadWatch {
	readonly #secrets: readonly Secret[];
	readonly #onLeak: (leak: Leak) => void;
	readonly #tailBytes: number;
	/** The end of what was seen of each stream: a secret may begin there. */
	readonly #tails = new WeakMap<Side, Buffer>();
	readonly #told = new WeakMap<Side, Set<string>>();

	/** @throws {RangeError} If a secret is so short that it would be seen everywhere. */
	constructor(secrets: readonly Secret[], onLeak: (leak: Leak) => void) {
		const short = secrets.find(({bytes}) => bytes.length < MIN_SECRET_BYTES);
		if (short !== undefined) {
			throw new RangeError(
				`the secret "${short.name}" has ${short.bytes.length} bytes; ${MIN_SECRET_BYTES} are needed to tell it from chance`,
			);
		}

		this.#secrets = secrets;
		this.#onLeak = onLeak;
		this.#tailBytes = Math.max(0, ...secrets.map(({bytes}) => bytes.length - 1));
	}

	/** The next bytes of a stream, `buffer[from, to)`, after `side.bytes` were counted up to `to`. */
	see(side: Side, buffer: Buffer, from: number, to: number): void {
		if (this.#secrets.length === 0) {
			return;
		}

		const tail = this.#tails.get(side) ?? NOTHING;
		const payload = buffer.subarray(from, to);
		const border = Buffer.concat([tail, payload.subarray(0, this.#tailBytes)]);
		for (const {name, bytes} of this.#secrets) {
			const atBorder = border.indexOf(bytes);
			const inside = atBorder === -1 ? payload.indexOf(bytes) : -1;
			if (atBorder !== -1 || inside !== -1) {
				this.#tell(side, name, side.bytes - payload.length + (inside === -1 ? atBorder - tail.length : inside));
			}
		}

		const end = payload.length >= this.#tailBytes ? payload : Buffer.concat([tail, payload]);
		this.#tails.set(side, Buffer.from(end.subarray(Math.max(0, end.length - this.#tailBytes))));
	}

	#tell(side: Side, secret: string, atByte: number): void {
		const told = this.#told.get(side) ?? new Set();
		this.#told.set(side, told);
		if (!told.has(secret)) {
			told.add(secret);
			this.#onLeak({secret, side, atByte});
		}
	}
}

/** Shortest secret, in bytes. */
const MIN_SECRET_BYTES = 8;
const NOTHING = Buffer.alloc(0);
