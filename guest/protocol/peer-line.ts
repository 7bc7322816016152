import {type Endpoint, formatEndpoint, parseEndpoint} from './endpoint.ts';
import {ProtocolError} from './protocol-error.ts';
import {quote} from './quoting.ts';
import {splitWords} from './words.ts';

/** A peer as a tracker names it. */
export type PeerEntry = Endpoint & {
	/** What the peer calls itself: a byte string, not unique. */
	readonly alias: string;
};

/**
Read a `PEER alias a.b.c.d:port` line.

@throws {ProtocolError} If it is anything else, or the address is one nobody can be dialled at.
@see docs/protocol.md, sections 3 and 3.2
*/
export const parsePeerLine = (line: string): PeerEntry => {
	const [verb, alias, where, ...more] = splitWords(line);
	const endpoint = where === undefined ? undefined : parseEndpoint(where);
	if (verb !== 'PEER' || alias === undefined || endpoint === undefined || more.length > 0) {
		throw new ProtocolError('a peer is told as PEER alias a.b.c.d:port', line);
	}

	if (endpoint.address === '255.255.255.255') {
		throw new ProtocolError('nobody listens at the broadcast address', line);
	}

	return {alias, ...endpoint};
};

/** The inverse of `parsePeerLine()`, without LF. The alias is quoted, so no alias can forge a line (section 3.2). */
export const formatPeerLine = (peer: PeerEntry): string => `PEER ${quote(peer.alias)} ${formatEndpoint(peer)}`;
