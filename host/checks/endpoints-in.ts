import {formatEndpoint} from '../../guest/protocol/endpoint.ts';
import {parsePeerLine} from '../../guest/protocol/peer-line.ts';
import {ProtocolError} from '../../guest/protocol/protocol-error.ts';

/** The peers that data lines of a WHO or WANT reply name, as `a.b.c.d:port`; lines that are no PEER lines are skipped. */
export const endpointsIn = (data: readonly string[]): string[] =>
	data.flatMap(line => {
		try {
			return [formatEndpoint(parsePeerLine(line))];
		} catch (error) {
			if (error instanceof ProtocolError) {
				return [];
			}

			throw error;
		}
	});
