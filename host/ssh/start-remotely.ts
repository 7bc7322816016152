import {addAbortListener} from 'node:events';
import type {Readable} from 'node:stream';
import type {Client} from 'ssh2';
import {LastLines} from '../lines/last-lines.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import {openChannel, readOutput} from './open-channel.ts';
import type {RemoteCommand} from './shell-line.ts';

/** A program that runs on the other side. Disposing asks it to end (SIGTERM), kills it after 5 s, and waits. */
export type RemoteProcess = AsyncDisposable & {
	/** Settles when it is gone; rejects with an SshError when the connection goes first. */
	readonly exited: Promise<{
		readonly exitCode: number | null;
		readonly signal: string | null;
		readonly lastLines: readonly string[];
	}>;
	/** The end of its output so far, both streams, oldest first. */
	readonly lastLines: () => readonly string[];
	/** Sends a signal by its name without SIG, as in RFC 4254: TERM, KILL, INT, … */
	readonly kill: (signal: string) => void;
};

/** How long a program may take to end when asked, in milliseconds. */
const GRACE_MS = 5000;

/** Starts a program and hands its lines on as they come. Aborting ends it as disposing does. */
export const startRemotely = async (
	client: Client,
	command: RemoteCommand,
	{
		onLine,
		signal,
	}: {
		readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
		readonly signal: AbortSignal;
	},
): Promise<RemoteProcess> => {
	signal.throwIfAborted();
	const {channel, ended} = await openChannel(client, command, {hasInput: false, signal});
	const lastLines = new LastLines();
	const read = async (output: Readable, name: 'stdout' | 'stderr'): Promise<void> =>
		readLines(output, line => {
			lastLines.add(line);
			onLine?.(line, name);
		});
	const outputRead = Promise.all([read(channel, 'stdout'), read(channel.stderr, 'stderr')]);
	const exited = Promise.all([ended, outputRead]).then(([exit]) => ({...exit, lastLines: lastLines.all}));
	exited.catch(() => {}); // Whoever waits for it hears of it; it may be nobody yet.

	let isOver = false;
	channel.once('close', () => {
		isOver = true;
	});
	const kill = (name: string): void => {
		if (!isOver) {
			channel.signal(name);
		}
	};
	const askToEnd = (): void => {
		kill('TERM');
		const giveUp = setTimeout(() => {
			kill('KILL');
			channel.destroy();
		}, GRACE_MS);
		void ended.finally(() => clearTimeout(giveUp)).catch(() => {});
	};
	const listening = addAbortListener(signal, askToEnd);

	return {
		exited,
		lastLines: () => lastLines.all,
		kill,
		async [Symbol.asyncDispose]() {
			askToEnd();
			await exited.catch(() => {}); // A connection that broke took the program's end with it.
			listening[Symbol.dispose]();
		},
	};
};

const readLines = async (output: Readable, onLine: (line: string) => void): Promise<void> => {
	const cutter = new LineCutter();
	for await (const chunk of readOutput(output)) {
		for (const line of cutter.push(chunk)) {
			onLine(line);
		}
	}

	for (const line of cutter.end()) {
		onLine(line);
	}
};
