import {addAbortListener} from 'node:events';
import {readFile} from 'node:fs/promises';
import type {Duplex} from 'node:stream';
import {Client, type ConnectConfig} from 'ssh2';
import {openChannel} from './open-channel.ts';
import {runRemotely} from './run-remotely.ts';
import type {RemoteCommand} from './shell-line.ts';
import {SshError} from './ssh-error.ts';
import {startRemotely} from './start-remotely.ts';

/** Where a guest's SSH server is, and how each side knows the other. */
export type SshAddress = {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly privateKeyFile: string;
	/** The only host key to accept, as in known_hosts: `ssh-ed25519 AAAA…`. */
	readonly hostKey: string;
};

/** What runs a command over a client, with the client known already. */
type OnConnection<Act> = Act extends (client: Client, ...rest: infer Rest) => infer Result
	? (...rest: Rest) => Result
	: never;

/** A logged-in connection; any number of commands run over it at once. Disposing closes it. */
export type SshConnection = AsyncDisposable & {
	/** @see {@link runRemotely} */
	readonly run: OnConnection<typeof runRemotely>;
	/** @see {@link startRemotely} */
	readonly start: OnConnection<typeof startRemotely>;
	/** Starts a program to talk with: what is written is its input, what is read its output. It ends with the stream, if it ends with its input. */
	readonly talk: (command: RemoteCommand, options: {readonly signal: AbortSignal}) => Promise<Duplex>;
};

/**
Log in.

@throws {SshError} If the server does not answer, is not the one with this host key, or refuses us.
*/
export const connectSsh = async (
	address: SshAddress,
	{signal}: {readonly signal: AbortSignal},
): Promise<SshConnection> => {
	signal.throwIfAborted();
	const client = await logIn({...address, privateKey: await readFile(address.privateKeyFile)}, {signal});
	return {
		run: (command, options) => runRemotely(client, command, options),
		start: (command, options) => startRemotely(client, command, options),
		async talk(command, options) {
			const {channel} = await openChannel(client, command, {hasInput: true, ...options});
			channel.stderr.resume();
			return channel;
		},
		async [Symbol.asyncDispose]() {
			client.end();
			client.destroy();
		},
	};
};

const logIn = async (
	{host, port, user, privateKey, hostKey}: SshAddress & {readonly privateKey: Buffer},
	{signal}: {readonly signal: AbortSignal},
): Promise<Client> => {
	const client = new Client();
	const {promise, resolve, reject} = Promise.withResolvers<Client>();
	let presented: Buffer | undefined;
	using _leaving = addAbortListener(signal, () => reject(signal.reason)); // It may be aborted already: while the key was read.
	client.once('ready', () => resolve(client));
	// ssh2 writes a packet and its authentication code apart. Where the second waits until the first is acknowledged, every
	// request to a guest takes 40 ms (Nagle's algorithm and delayed acknowledgements, RFC 1122, section 4.2.3).
	client.once('connect', () => client.setNoDelay(true));
	client.on('error', reject); // Stays: an error after the log-in reaches each command as the end of its channel.
	client.once('close', () => reject(new Error('the server hung up')));
	client.connect({
		...SETTINGS,
		host,
		port,
		username: user,
		authHandler: ['publickey'], // By default ssh2 first asks for less, which costs a round trip.
		privateKey,
		hostVerifier: (key: Buffer) => {
			presented = key;
			return key.equals(Buffer.from(hostKey.split(' ')[1] ?? '', 'base64'));
		},
	});
	try {
		return await promise;
	} catch (cause) {
		client.destroy();
		const isStranger = presented !== undefined && !hostKey.includes(presented.toString('base64'));
		throw new SshError(
			`Could not log in to ${user}@${host}:${port}: ${isStranger ? 'its host key is not the pinned one' : told(cause)}.`,
			{
				hint: isStranger
					? 'Something else listens on that port, or the image was rebuilt under a running guest.'
					: undefined,
				cause,
			} as {hint?: string; cause: unknown},
		);
	}
};

const told = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');

/** The cheapest exchange both sides have: an emulated guest pays for every bit of it. */
const SETTINGS: ConnectConfig = {
	algorithms: {
		kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org'],
		serverHostKey: ['ssh-ed25519'],
		cipher: ['aes128-ctr', 'aes256-ctr'],
		hmac: ['hmac-sha2-256'],
		compress: ['none'],
	},
	keepaliveInterval: 5000,
	keepaliveCountMax: 6, // Half a minute: an emulated guest under load may be slow, and is not dead for that.
	readyTimeout: 0, // The caller's signal decides.
};
