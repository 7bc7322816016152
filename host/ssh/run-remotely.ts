import {addAbortListener} from 'node:events';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {Client, ClientChannel} from 'ssh2';
import {openChannel, readOutput} from './open-channel.ts';
import type {RemoteCommand} from './shell-line.ts';
import {SshError} from './ssh-error.ts';

/** How a command ended, with everything it wrote. Of exit code and signal, one is null. */
export type CommandResult = {
	readonly exitCode: number | null;
	readonly signal: string | null;
	readonly stdout: Buffer;
	readonly stderr: Buffer;
};

/** Most bytes of one stream we keep, 256 MiB: an endless output must not fill our memory. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Runs a command to its end; a non-zero exit code is a result, not an error. Aborting kills it. */
export const runRemotely = async (
	client: Client,
	command: RemoteCommand,
	{input, signal}: {readonly input?: Uint8Array | AsyncIterable<Uint8Array>; readonly signal: AbortSignal},
): Promise<CommandResult> => {
	signal.throwIfAborted();
	const {channel, ended} = await openChannel(client, command, {hasInput: input !== undefined, signal});
	const {promise: aborted, reject: abort} = Promise.withResolvers<never>();
	using _leaving = addAbortListener(signal, () => {
		channel.signal('KILL');
		abort(signal.reason); // Not waiting for the other side: it may be what hangs.
	});
	try {
		const [stdout, stderr, exit] = await Promise.race([
			aborted,
			Promise.all([collect(channel, command), collect(channel.stderr, command), ended, feed(channel, input)]),
		]);
		return {...exit, stdout, stderr};
	} catch (error) {
		channel.destroy();
		throw error;
	}
};

const collect = async (stream: Readable, [program]: RemoteCommand): Promise<Buffer> => {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of readOutput(stream)) {
		bytes += chunk.length;
		if (bytes > MAX_OUTPUT_BYTES) {
			throw new SshError(`"${program}" wrote more than ${MAX_OUTPUT_BYTES} bytes.`);
		}

		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
};

/** Waits for the window the other side grants, so input may be larger than memory. */
const feed = async (
	channel: ClientChannel,
	input: Uint8Array | AsyncIterable<Uint8Array> | undefined,
): Promise<void> => {
	if (input === undefined) {
		return;
	}

	const source = input instanceof Uint8Array ? Readable.from([input]) : Readable.from(input);
	// A command may end without reading its input; its exit code tells then.
	await pipeline(source, async (chunks: AsyncIterable<Uint8Array>) => {
		for await (const chunk of chunks) {
			if (!channel.writable || channel.destroyed) {
				return;
			}

			if (!channel.write(chunk)) {
				await drained(channel);
			}
		}
	});
	channel.end();
};

const drained = (channel: ClientChannel): Promise<void> =>
	new Promise(resolve => {
		channel.once('drain', resolve);
		channel.once('close', resolve);
	});
