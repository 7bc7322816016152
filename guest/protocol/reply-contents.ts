import {isDigestInAnySpelling} from './digest.ts';
import {type PeerEntry, parsePeerLine} from './peer-line.ts';
import {ProtocolError} from './protocol-error.ts';
import type {Reply} from './reply.ts';
import {splitWords} from './words.ts';

/**
The peers a reply to WANT or WHO names, in its order.

A refusal names nobody. A line that is no PEER line is skipped, never fatal: one bad alias must not hide the good holders (docs/protocol.md, section 4.5).

@returns The peers, and the data lines that were skipped.
*/
export const peersOf = (reply: Reply): {peers: PeerEntry[]; skipped: string[]} => {
	const peers: PeerEntry[] = [];
	const skipped: string[] = [];
	for (const line of succeeded(reply) ? reply.data : []) {
		const peer = peerIn(line);
		if (peer === undefined) {
			skipped.push(line);
		} else {
			peers.push(peer);
		}
	}

	return {peers, skipped: [...skipped, ...reply.stray]};
};

/** Read a PEER line; undefined for any other. */
export const peerIn = (line: string): PeerEntry | undefined => {
	try {
		return parsePeerLine(line);
	} catch (error) {
		if (error instanceof ProtocolError) {
			return undefined;
		}

		throw error;
	}
};

/** The names a reply to LIST or CHECKPEER tells, as byte strings; other lines are skipped. */
export const filesOf = (reply: Reply): string[] =>
	reply.data.flatMap(line => {
		const [verb, name, ...more] = splitWords(line);
		return verb === 'FILE' && name !== undefined && more.length === 0 ? [name] : [];
	});

/** The digest a reply to MD5SUM tells, in the spelling it was registered in; undefined when it tells none that can be one. */
export const digestOf = (reply: Reply): string | undefined =>
	succeeded(reply) ? reply.data.map(line => line.trim()).find(isDigestInAnySpelling) : undefined;

/** Whether the tracker did what it was asked: 2xx. */
export const succeeded = ({final}: Reply): boolean => final >= 200 && final < 300;
