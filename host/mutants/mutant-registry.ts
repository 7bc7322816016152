import {connect} from 'node:net';
import {isDigest} from '../../guest/protocol/digest.ts';
import {parseEndpoint} from '../../guest/protocol/endpoint.ts';
import {quote} from '../../guest/protocol/quoting.ts';

/** Bounds: of an alias in bytes, of the files of one peer, of a call to a peer in milliseconds. */
const MAX_ALIAS_BYTES = 2047;
const MAX_FILES = 1000;
const CALL_MS = 5000;

type Peer = {
	readonly source: string;
	alias: string;
	address: string;
	port: number;
	wantsCalls: boolean;
	readonly files: Set<string>;
};

/** `calls` settles when the peers that asked for it were told. */
type Reply = {readonly text: string; readonly calls?: Promise<unknown>; readonly ends?: boolean};

/** What a mutant tracker knows: peers and their files, and digests as long as somebody has the file. */
export class MutantRegistry {
	readonly #hole: string;
	readonly #peers = new Set<Peer>();
	readonly #digests = new Map<string, string>();

	constructor({hole}: {readonly hole: string}) {
		this.#hole = hole;
	}

	enter(source: string): {readonly reply: (words: readonly string[]) => Reply; readonly leave: () => void} {
		const peer: Peer = {source, alias: '', address: source, port: 0, wantsCalls: false, files: new Set()};
		return {
			reply: words => this.#reply(peer, words),
			leave: () => {
				this.#peers.delete(peer);
				for (const file of peer.files) {
					this.#forgetDigest(file);
				}
			},
		};
	}

	#reply(peer: Peer, [word = '', first = '', second = '', ...more]: readonly string[]): Reply {
		const isRegistered = this.#peers.has(peer);
		const command = word.toUpperCase();
		const words = more.length > 0 ? 4 : second !== '' ? 2 : first !== '' ? 1 : 0;
		switch (ARGUMENTS[command]?.includes(words) ? command : 'odd') {
			case 'ADDR':
				return this.#register(peer, first, second);
			case 'HAVE':
				return {text: this.#claim(peer, first, second)};
			case 'DONTHAVE':
				peer.files.delete(first);
				this.#forgetDigest(first);
				return {text: '200 \n'};
			case 'WANT':
				return {text: this.#list([...this.#peers].filter(({files}) => files.has(first)))};
			case 'WHO':
				return {text: `${[...this.#peers].map(peerLine(this.#hole)).join('')}200 \n`};
			case 'LIST': {
				const names = new Set([...this.#peers].flatMap(({files}) => [...files]));
				return {text: `${[...names].map(name => `FILE ${quote(name)}\n`).join('')}200 \n`};
			}

			case 'MD5SUM': {
				const digest = this.#digests.get(first);
				return {text: digest === undefined ? '300 none\n' : `${digest}\n200 \n`};
			}

			case 'CHECKPEER': {
				const isThere = [...this.#peers].some(
					({alias, address, port}) => alias === first && `${address}:${port}` === second,
				);
				return {text: isThere ? '200 \n' : '300 \n'};
			}

			case 'NOTIFY':
				peer.wantsCalls = isRegistered;
				return {text: isRegistered ? '200 \n' : '300 \n'};
			case 'QUIT':
				return {text: '200 \n', ends: true};
			case 'HELP':
				return {text: '200-a mutant tracker: see host/mutants\n200 \n'};
			default:
				if (this.#hole === 'dies-of-odd-line') {
					process.exit(1);
				}

				return {text: '500 \n'};
		}
	}

	#register(peer: Peer, alias: string, where: string): Reply {
		const endpoint = parseEndpoint(where);
		if (endpoint === undefined || alias.length > MAX_ALIAS_BYTES || this.#peers.has(peer)) {
			return {text: '300 \n'};
		}

		peer.alias = alias;
		peer.port = endpoint.port;
		peer.address = this.#hole === 'believes-any-address' ? endpoint.address : peer.source;
		const calls = [...this.#peers].filter(({wantsCalls}) => wantsCalls).map(async listener => call(listener, peer));
		this.#peers.add(peer);
		if (this.#hole === 'keeps-ten-peers' && this.#peers.size > 10) {
			this.#peers.delete([...this.#peers][0] ?? peer);
		}

		return {text: '200 \n', calls: Promise.all(calls)};
	}

	#claim(peer: Peer, file: string, digest: string): string {
		const known = this.#digests.get(file);
		if (digest !== '' && !isDigest(digest)) {
			return '500 \n';
		}

		if (!this.#peers.has(peer) || (peer.files.size >= MAX_FILES && this.#hole !== 'no-file-limit')) {
			return '300 \n';
		}

		if (digest !== '' && known !== undefined && known !== digest && this.#hole !== 'last-digest-wins') {
			return '500 \n';
		}

		peer.files.add(file);
		if (digest !== '') {
			this.#digests.set(file, digest);
		}

		return '200 \n';
	}

	#forgetDigest(file: string): void {
		const isHeld = [...this.#peers].some(({files}) => files.has(file));
		if (!isHeld && this.#hole !== 'keeps-digests-for-ever') {
			this.#digests.delete(file);
		}
	}

	#list(peers: readonly Peer[]): string {
		return peers.length === 0 ? '300 nobody\n' : `${peers.map(peerLine(this.#hole)).join('')}200 \n`;
	}
}

/** How many words may follow each command. */
const ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
	ADDR: [2],
	HAVE: [1, 2],
	DONTHAVE: [1],
	WANT: [1],
	WHO: [0],
	LIST: [0],
	MD5SUM: [1],
	CHECKPEER: [2],
	NOTIFY: [0],
	QUIT: [0, 1, 2, 4],
	HELP: [0],
};

const peerLine =
	(hole: string) =>
	({alias, address, port}: Peer): string =>
		`PEER ${hole === 'prints-aliases-raw' ? alias : quote(alias)} ${address}:${port}\n`;

/** Tells one peer of a newcomer, and hangs up when it does not. */
const call = async ({address, port}: Peer, newcomer: Peer): Promise<void> => {
	const socket = connect({host: address, port});
	const over = Promise.withResolvers<void>();
	const giveUp = setTimeout(() => socket.destroy(), CALL_MS);
	socket.on('error', () => {});
	socket.on('close', () => over.resolve());
	socket.write(`NOTIFY ${quote(newcomer.alias)} ${newcomer.address}:${newcomer.port} OSP2P\n`);
	await over.promise;
	clearTimeout(giveUp);
};
