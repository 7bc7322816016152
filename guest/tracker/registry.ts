import {MAX_FILES_PER_PEER} from '../protocol/limits.ts';
import {formatPeerLine, type PeerEntry} from '../protocol/peer-line.ts';

/** A connected peer. Two connections may register the same alias and address; they are two peers. */
export type Peer = PeerEntry & {
	/** Its PEER line: written once, sent often. */
	readonly line: string;
	/** Grows with every peer that joins, so that a client can ask who joined since. */
	readonly sequence: number;
};

/** Places a file may keep its peer from being a holder. */
export type HaveOutcome = 'added' | 'already' | 'full' | 'other digest';

/**
Who is here and who has which file.

All of it lives as long as the connections do, and no longer (docs/protocol.md, sections 2.5 and 3.3). No sockets, no clock; randomness is passed in.
*/
export class Registry {
	readonly #peers = new Map<Peer, Shelf>();
	#bytes = 0;
	/** Everybody here by sequence, and a few who left, to find who joined after another without a walk over all. */
	#joined: Peer[] = [];
	readonly #byLine = new Map<string, Set<Peer>>();
	readonly #files = new Map<string, SharedFile>();
	#sequence = 0;

	/** Sequence of the last peer that joined. */
	get sequence(): number {
		return this.#sequence;
	}

	/** How many peers are here. */
	get peerCount(): number {
		return this.#peers.size;
	}

	/** How many files somebody has. */
	get fileCount(): number {
		return this.#files.size;
	}

	/** Memory that all names, digests and offers take, in bytes: within a tenth of what they do take. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Who is to go when they take too much: of the address that offers most, the peer that does. Walks over everybody. */
	whoOffersMost(): Peer | undefined {
		const byAddress = Map.groupBy(this.#peers, ([{address}]) => address);
		const mostOf = <Group>(groups: Iterable<Group>, sizeOf: (group: Group) => number): Group | undefined =>
			[...groups].reduce<{group?: Group; size: number}>(
				(most, group) => (sizeOf(group) > most.size ? {group, size: sizeOf(group)} : most),
				{size: 0},
			).group;
		const peers = mostOf(byAddress.values(), group => group.reduce((sum, [, {bytes}]) => sum + bytes, 0));
		return mostOf(peers ?? [], ([, {bytes}]) => bytes)?.[0];
	}

	/** A peer comes. It must leave again when its connection ends. */
	join(entry: PeerEntry): Peer {
		this.#sequence += 1;
		const peer = {...entry, line: ownCopy(formatPeerLine(entry)), sequence: this.#sequence};
		this.#peers.set(peer, {files: new Map(), bytes: 0});
		this.#joined.push(peer);
		this.#byLine.set(peer.line, (this.#byLine.get(peer.line) ?? new Set()).add(peer));
		return peer;
	}

	/** A peer goes, and all it registered with it. */
	leave(peer: Peer): void {
		const shelf = this.#peers.get(peer);
		if (!shelf) {
			return;
		}

		for (const file of shelf.files.keys()) {
			this.#release(file, peer, shelf);
		}

		this.#peers.delete(peer);
		if (this.#joined.length > 64 + this.#peers.size + this.#peers.size / 8) {
			this.#joined = [...this.#peers.keys()];
		}

		const namesakes = this.#byLine.get(peer.line);
		namesakes?.delete(peer);
		if (namesakes?.size === 0) {
			this.#byLine.delete(peer.line);
		}
	}

	/**
	A peer says that it has a file.

	The first digest given for a name stays while anybody holds the name (section 3.3). The order of the checks is section 3's.
	*/
	have(peer: Peer, name: string, digest?: string): HaveOutcome {
		const shelf = this.#shelfOf(peer);
		if (shelf.files.size >= MAX_FILES_PER_PEER) {
			return 'full';
		}

		const known = this.#files.get(name);
		if (digest !== undefined && known?.digest !== undefined && known.digest !== digest) {
			return 'other digest';
		}

		const file = known ?? this.#add(name);
		if (digest !== undefined && file.digest === undefined) {
			file.digest = ownCopy(digest);
			this.#bytes += digest.length + STRING_BYTES;
		}

		if (shelf.files.has(file)) {
			return 'already';
		}

		shelf.files.set(file, file.holders.length);
		shelf.bytes += OFFER_BYTES + name.length;
		file.holders.push(peer);
		this.#bytes += OFFER_BYTES;
		return 'added';
	}

	/** A peer gives a file up. @returns Whether it had it. */
	dontHave(peer: Peer, name: string): boolean {
		const file = this.#files.get(name);
		const shelf = this.#shelfOf(peer);
		if (!(file && shelf.files.has(file))) {
			return false;
		}

		this.#release(file, peer, shelf);
		return true;
	}

	/** Who has a file, in random order, so that no holder takes all the load. */
	holdersOf(name: string, random: () => number): readonly Peer[] {
		const file = this.#files.get(name);
		if (!file) {
			return NOBODY;
		}

		const holders = [...file.holders];
		for (let last = holders.length - 1; last > 0; last--) {
			const chosen = Math.floor(random() * (last + 1));
			const peer = holders[chosen] as Peer;
			holders[chosen] = holders[last] as Peer;
			holders[last] = peer;
		}

		return holders;
	}

	/** The digest registered for a name, if any. */
	digestOf(name: string): string | undefined {
		return this.#files.get(name)?.digest;
	}

	/** Everybody here, in the order they came. May be walked slowly while peers come and go. */
	peers(): Iterable<Peer> {
		return this.#peers.keys();
	}

	/** The names of all files. May be walked slowly while files come and go. */
	files(): Iterable<string> {
		return this.#files.keys();
	}

	/** One peer of exactly this alias, address and port. */
	find(entry: PeerEntry): Peer | undefined {
		const [first] = this.#byLine.get(formatPeerLine(entry)) ?? [];
		return first;
	}

	/** One of a peer's files, at random. */
	someFileOf(peer: Peer, random: () => number): string | undefined {
		const files = [...this.#shelfOf(peer).files.keys()];
		return files[Math.floor(random() * files.length)]?.name;
	}

	/** The first peer still here that joined after `sequence`. */
	firstAfter(sequence: number, isWanted: (peer: Peer) => boolean): Peer | undefined {
		for (let place = this.#placeAfter(sequence); place < this.#joined.length; place++) {
			const peer = this.#joined[place] as Peer;
			if (this.#peers.has(peer) && isWanted(peer)) {
				return peer;
			}
		}

		return undefined;
	}

	/** Where in `#joined` the first stands that joined after `sequence`: halved again and again. */
	#placeAfter(sequence: number): number {
		let low = 0;
		let high = this.#joined.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#joined[middle] as Peer).sequence > sequence) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return low;
	}

	#shelfOf(peer: Peer): Shelf {
		const shelf = this.#peers.get(peer);
		if (!shelf) {
			throw new RangeError(`peer "${peer.line}" left before`);
		}

		return shelf;
	}

	#add(name: string): SharedFile {
		const file = {name: ownCopy(name), digest: undefined, holders: []};
		this.#files.set(file.name, file);
		this.#bytes += bytesOf(file);
		return file;
	}

	#release(file: SharedFile, peer: Peer, shelf: Shelf): void {
		// The last holder moves into the gap: giving up a file that everybody has must not cost a walk over everybody.
		const gap = shelf.files.get(file) as number;
		const last = file.holders.pop() as Peer;
		if (last !== peer) {
			file.holders[gap] = last;
			this.#shelfOf(last).files.set(file, gap);
		}

		shelf.files.delete(file);
		shelf.bytes -= OFFER_BYTES + file.name.length;
		this.#bytes -= OFFER_BYTES;
		if (file.holders.length === 0) {
			this.#files.delete(file.name);
			this.#bytes -= bytesOf(file);
		}
	}
}

const NOBODY: readonly Peer[] = [];

type SharedFile = {readonly name: string; digest: string | undefined; readonly holders: Peer[]};

/** A peer's files, each with the peer's place among its holders, and how much it says. */
type Shelf = {readonly files: Map<SharedFile, number>; bytes: number};

/** What V8 takes for one more string beside its characters, for a name that somebody offers, and for one who offers it, in bytes: measured (`memory.slow.test.ts`). */
const STRING_BYTES = 24;
const FILE_BYTES = 256;
const OFFER_BYTES = 56;

const bytesOf = ({name, digest}: SharedFile): number =>
	FILE_BYTES + name.length + STRING_BYTES + (digest === undefined ? 0 : digest.length + STRING_BYTES);

/** A piece of a string keeps all of it in memory: a name of ten bytes would hold on to the packet it came in. */
const ownCopy = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
