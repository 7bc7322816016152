import {parseEndpoint} from '../protocol/endpoint.ts';
import {formatPeerLine} from '../protocol/peer-line.ts';
import {quote} from '../protocol/quoting.ts';
import {splitWords} from '../protocol/words.ts';

/** Files of one peer that are remembered at most; a tracker that lies need not remember well. */
const MAX_FILES = 1000;

type Guest = {alias: string; address: string; port: number; readonly files: Map<string, string | undefined>};

/** As much of an honest tracker as a lie needs around it: who is there, who has what. */
export class PretendTracker {
	readonly #guests = new Set<Guest>();

	/**
	Let a client in.

	@param source - The address it connects from.
	@returns `reply` gives the honest reply to a line, with LFs; `leave` forgets the client.
	*/
	enter(source: string): {readonly reply: (line: string) => string; readonly leave: () => void} {
		const guest: Guest = {alias: '', address: source, port: 0, files: new Map()};
		return {
			reply: line => this.#reply(guest, splitWords(line)),
			leave: () => this.#guests.delete(guest),
		};
	}

	/** PEER lines of those who have a file, without LFs. */
	holders(file: string): string[] {
		return [...this.#guests].filter(guest => guest.files.has(file)).map(formatPeerLine);
	}

	#reply(guest: Guest, [command = '', first = '', second = '']: readonly string[]): string {
		switch (command.toUpperCase()) {
			case '': {
				return '';
			}

			case 'ADDR': {
				guest.alias = first;
				guest.port = parseEndpoint(second)?.port ?? 1;
				this.#guests.add(guest);
				return '200 welcome\n';
			}

			case 'HAVE': {
				if (guest.files.size < MAX_FILES) {
					guest.files.set(first, second || guest.files.get(first));
				}

				return '200 noted\n';
			}

			case 'DONTHAVE': {
				guest.files.delete(first);
				return '200 noted\n';
			}

			case 'WANT': {
				return listing(this.holders(first));
			}

			case 'WHO': {
				return `${[...this.#guests].map(formatPeerLine).join('\n')}\n200 \n`.trimStart();
			}

			case 'LIST': {
				const names = new Set([...this.#guests].flatMap(({files}) => [...files.keys()]));
				return `${[...names].map(name => `FILE ${quote(name)}\n`).join('')}200 \n`;
			}

			case 'MD5SUM': {
				const digest = [...this.#guests].map(({files}) => files.get(first)).find(text => text !== undefined);
				return listing(digest === undefined ? [] : [digest]);
			}

			default: {
				return '200 as you like\n';
			}
		}
	}
}

const listing = (lines: readonly string[]): string =>
	lines.length === 0 ? '300 nobody\n' : `${lines.join('\n')}\n200 \n`;
