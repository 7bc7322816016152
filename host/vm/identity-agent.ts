import type {Duplex} from 'node:stream';
import {abortable} from '../../guest/net/abortable.ts';
import {HarnessError} from '../harness-error.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import {formatClock, formatIdentity, formatSeed, formatWarm, type GuestIdentity} from './guest-identity.ts';

/** The program in the guest that makes it itself, seen from our end of its port. */
export type IdentityAgent = {
	/** Waits until it listens (`hello`), or until everything in the guest has started (`booted`); a fork has sent both before we came. */
	readonly said: (word: 'hello' | 'booted', options: {readonly signal: AbortSignal}) => Promise<void>;
	/** Gives entropy and starts the SSH server, which takes fresh randomness from the kernel for each connection; a template has it listen before it is frozen. */
	readonly startSsh: (seed: Uint8Array, options: {readonly signal: AbortSignal}) => Promise<void>;
	/** Has programs of the programs disk in memory, for a template: in an emulated guest, reading one from the disk takes longer than starting it. */
	readonly warm: (programs: readonly string[], options: {readonly signal: AbortSignal}) => Promise<void>;
	/**
	Makes the guest itself; its SSH server accepts afterwards.

	@returns How far its clock is from ours at most, in milliseconds: what was seen includes the way of its answer. At most `MAX_CLOCK_ERROR_MS`, but on a machine too busy to tell.
	@throws {HarnessError} If the agent could not.
	*/
	readonly become: (
		identity: GuestIdentity,
		options: {readonly signal: AbortSignal},
	) => Promise<{readonly clockErrorMs: number}>;
};

/** How far a guest's clock may be from ours before it is set again, in milliseconds: half of what may remain. */
const MAX_CLOCK_ERROR_MS = 25;

/** Speak to the agent at the other end of a stream. */
export const identityAgent = (stream: Duplex, {now = Date.now}: {readonly now?: () => number} = {}): IdentityAgent => {
	const lines = new AgentLines(stream);
	const ask = async (line: string, signal: AbortSignal): Promise<{readonly errorMs: number}> => {
		const answered = lines.next(/^(?:ready|failed) /, signal);
		stream.write(line);
		const answer = await answered;
		if (answer.startsWith('failed')) {
			throw new HarnessError(`A guest could not become itself: ${answer.slice('failed '.length)}.`);
		}

		return {errorMs: Math.abs(Number(answer.split(' ')[2]) * 1000 - now())};
	};

	return {
		async said(word, {signal}) {
			await lines.next(new RegExp(`^${word} `), signal);
		},
		async startSsh(seed, {signal}) {
			await ask(formatSeed(seed), signal);
		},
		async warm(programs, {signal}) {
			await ask(formatWarm(programs), signal);
		},
		async become(identity, {signal}) {
			let {errorMs} = await ask(formatIdentity(identity, now()), signal);
			// It may have been slow to wake up, or to do the rest; awake, it sets the clock at once.
			for (let attempt = 0; errorMs > MAX_CLOCK_ERROR_MS && attempt < 10; attempt++) {
				({errorMs} = await ask(formatClock(now()), signal));
			}

			return {clockErrorMs: errorMs};
		},
	};
};

/** The lines of the agent, kept until somebody asks for them. */
class AgentLines {
	readonly #unread: string[] = [];
	#onLine: () => void = () => {};

	constructor(stream: Duplex) {
		const cutter = new LineCutter();
		stream.on('data', chunk => {
			this.#unread.push(...cutter.push(chunk));
			this.#onLine();
		});
	}

	/** @returns The first line that matches; those before it are dropped. */
	async next(pattern: RegExp, signal: AbortSignal): Promise<string> {
		for (;;) {
			signal.throwIfAborted();
			const index = this.#unread.findIndex(line => pattern.test(line));
			if (index !== -1) {
				return this.#unread.splice(0, index + 1).at(-1) ?? '';
			}

			await this.#anotherLine(signal);
		}
	}

	async #anotherLine(signal: AbortSignal): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#onLine = resolve;
		await abortable(promise, signal);
	}
}
