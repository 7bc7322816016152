import {addAbortListener} from 'node:events';
import type {Readable} from 'node:stream';
import type {Client, ClientChannel} from 'ssh2';
import {type RemoteCommand, shellLine} from './shell-line.ts';
import {SshError} from './ssh-error.ts';

/** How a command on the other side ended: one of the two is null. */
export type RemoteExit = {readonly exitCode: number | null; readonly signal: string | null};

/**
Start a command in a channel of its own.

@param hasInput - Whether the command reads what we write to the channel; else its input is empty. ssh2 sends no signal over a channel whose input we have ended, so we do not end it where we need not.
@returns The channel, and the command's end; the latter rejects when the connection breaks first.
@throws {SshError} If the connection is gone or the server refuses.
*/
export const openChannel = async (
	client: Client,
	command: RemoteCommand,
	{hasInput, signal}: {readonly hasInput: boolean; readonly signal: AbortSignal},
): Promise<{readonly channel: ClientChannel; readonly ended: Promise<RemoteExit>}> => {
	const line = shellLine(command);
	const {promise, resolve, reject} = Promise.withResolvers<Awaited<ReturnType<typeof openChannel>>>();
	const onClose = (): void => reject(new Error('the connection is closed'));
	client.once('close', onClose);
	using _leaving = addAbortListener(signal, () => reject(signal.reason));
	try {
		// `exec`: the program takes the shell's place, so a signal sent over the channel reaches it.
		client.exec(`exec ${line}${hasInput ? '' : ' </dev/null'}`, (error, channel) => {
			// Within the callback: the exit code may be in the same packet, and comes before any promise goes on.
			return error ? reject(error) : resolve({channel, ended: endOf(channel, line)});
		});
		return await promise;
	} catch (cause) {
		signal.throwIfAborted();
		throw new SshError(`Could not start "${line}": ${cause instanceof Error ? cause.message : cause}.`, {cause});
	} finally {
		client.off('close', onClose);
	}
};

const endOf = (channel: ClientChannel, line: string): Promise<RemoteExit> => {
	const {promise, resolve, reject} = Promise.withResolvers<RemoteExit>();
	let exit: RemoteExit | undefined;
	channel.on('error', () => {}); // What breaks a channel closes it, and its end tells.
	channel.on('exit', (exitCode: number | null, signal?: string) => {
		exit = {exitCode, signal: signal?.replace(/^SIG/, '') ?? null};
	});
	channel.once('close', () =>
		exit ? resolve(exit) : reject(new SshError(`The connection broke while "${line}" ran.`)),
	);
	promise.catch(() => {}); // Whoever waits for it hears of it; it may be nobody yet.
	return promise;
};

/**
The chunks of a command's output.

Not `for await` over the channel itself: that destroys it at the end of the output, which for ssh2 means to close the channel, and the exit code, which may come later, would be lost.
*/
export const readOutput = (output: Readable): AsyncIterable<Buffer> => output.iterator({destroyOnReturn: false});
