import {readFile} from 'node:fs/promises';
import type {Duplex} from 'node:stream';
import {abortable} from '../../guest/net/abortable.ts';
import {HarnessError} from '../harness-error.ts';
import type {SshConnection} from '../ssh/connect-ssh.ts';
import {type AgentMessage, AgentReader, formatRequest} from './agent-messages.ts';

/**
The harness's agent in a guest: one program of ours that does by itself what would each take a program of its own. In an emulated guest the start of the smallest program costs as much as a hundred of its requests.

@see agent.pl
*/
export type GuestAgent = AsyncDisposable & {
	/**
	Have it do something. Words are byte strings.

	@returns Its answer, or undefined when it could not.
	*/
	readonly ask: (verb: string, words: readonly string[], options?: AskOptions) => Promise<Buffer | undefined>;
	/** Have it start a program, and hear of that until it has ended. @throws {HarnessError} If it cannot. */
	readonly start: (
		words: readonly string[],
		listener: ProgramListener,
		options?: {
			/** Whether it can be told things while it runs, by `tell`; else it has no input. */
			readonly isWorker?: boolean;
		},
	) => Promise<void>;
};

export type AskOptions = {
	readonly bytes?: Uint8Array;
	/** Without one, a guest that does not answer within 30 s counts as lost. */
	readonly signal?: AbortSignal;
};

/** What is told of a program. `exit` is called once, last; without a status when the guest was lost. */
export type ProgramListener = {
	readonly output: (stream: 'out' | 'err', bytes: Buffer) => void;
	readonly exit: (status: number | undefined) => void;
};

/** Start an agent in a guest. @throws {HarnessError} If it cannot be started there. */
export const startAgent = async (ssh: SshConnection, {signal}: {readonly signal: AbortSignal}): Promise<GuestAgent> => {
	script ??= readScript();
	const text = await script;
	const stream = await ssh.talk(['perl', '-e', LOADER, String(text.length)], {signal});
	stream.write(text);
	return agentOn(stream);
};

let script: Promise<Buffer> | undefined;

const readScript = async (): Promise<Buffer> =>
	Buffer.concat(await Promise.all(PARTS.map(name => readFile(new URL(name, import.meta.url)))));

const PARTS = ['agent.pl', 'agent-files.pl', 'agent-tidy.pl', 'agent-home.pl'] as const;

/** Takes the program from its input: a command line has 9000 bytes at most (dropbear's MAX_CMD_LEN). */
const LOADER =
	'my $text = ""; while (length $text < $ARGV[0]) { sysread(STDIN, $text, $ARGV[0] - length $text, length $text) or exit 1 } eval $text; die $@ if $@';

/** How long a guest may take for what it does at once: far longer than on the most crowded machine, in milliseconds. */
const ANSWER_MS = 30_000;

/** Speak with an agent at the other end of a stream. @param answerMs - Limit of the requests that have no signal, in milliseconds. */
export const agentOn = (stream: Duplex, {answerMs = ANSWER_MS}: {readonly answerMs?: number} = {}): GuestAgent => {
	const reader = new AgentReader();
	const waiting = new Map<number, PromiseWithResolvers<Buffer | undefined>>();
	const programs = new Map<number, ProgramListener>();
	let latest = 0;
	let lost: HarnessError | undefined;

	const lose = (cause?: unknown): void => {
		const why = typeof cause === 'string' ? `: ${cause}` : '';
		lost ??= new HarnessError(`The connection into a guest was lost${why}.`, {cause});
		for (const {reject} of waiting.values()) {
			reject(lost);
		}

		for (const {exit} of programs.values()) {
			exit(undefined);
		}

		waiting.clear();
		programs.clear();
	};

	const hear = ({id, kind, bytes}: AgentMessage): void => {
		switch (kind) {
			case 'ok':
			case 'no':
				waiting.get(id)?.resolve(kind === 'ok' ? bytes : undefined);
				waiting.delete(id);
				return;
			case 'exit':
				programs.get(id)?.exit(Number(bytes.toString('latin1')));
				programs.delete(id);
				return;
			default:
				programs.get(id)?.output(kind, bytes);
		}
	};

	stream.on('data', (chunk: Buffer) => {
		try {
			for (const message of reader.push(chunk)) {
				hear(message);
			}
		} catch (error) {
			lose(error);
			stream.destroy();
		}
	});
	stream.on('error', lose);
	stream.on('close', lose);

	/** What does not answer will not: whoever waits for any of its answers hears so. */
	const giveUp = (verb: string): void => {
		lose(`it did not answer "${verb}" within ${answerMs / 1000} s`);
		stream.destroy();
	};

	const send = async (id: number, verb: string, words: readonly string[], bytes: Uint8Array, signal?: AbortSignal) => {
		if (lost !== undefined) {
			throw lost;
		}

		signal?.throwIfAborted();
		const answer = Promise.withResolvers<Buffer | undefined>();
		waiting.set(id, answer);
		const late = signal === undefined ? setTimeout(giveUp, answerMs, verb) : undefined;
		stream.write(formatRequest(id, verb, words, bytes));
		try {
			return await abortable(answer.promise, signal);
		} finally {
			clearTimeout(late);
		}
	};

	return {
		async ask(verb, words, {bytes = NOTHING, signal} = {}) {
			latest += 1;
			return send(latest, verb, words, bytes, signal);
		},
		async start(words, listener, {isWorker = false} = {}) {
			latest += 1;
			const id = latest;
			programs.set(id, listener);
			if ((await send(id, isWorker ? 'start_worker' : 'start', words, NOTHING)) === undefined) {
				programs.delete(id);
				throw new HarnessError('A guest could not start a program.', {hint: "Read its console in the run's folder."});
			}
		},
		async [Symbol.asyncDispose]() {
			stream.destroy();
		},
	};
};

const NOTHING = Buffer.alloc(0);
