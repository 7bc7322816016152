import {parsePeerLine} from '../../guest/protocol/peer-line.ts';
import {ProtocolError} from '../../guest/protocol/protocol-error.ts';
import type {Check} from './check.ts';

/** Addresses nobody can have connected from (RFC 5737), and the port that forged lines name. */
const FALSE_ENDPOINT = /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|0\.|255\.)|:1$/;

/** Every line of WHO and WANT is one peer, at the address it came from: nothing an alias or an ADDR says can forge another. */
export const trackerNamesNoStrangers: Check = {
	id: 'tracker-names-no-strangers',
	title: 'the tracker named only peers that are there, each in a line of its own',
	level: 'must',
	advice: 'Quote aliases when you print them, and store the address a connection comes from, whatever ADDR says.',
	judge(history) {
		const asked = history
			.filter(event => event.type === 'exchange')
			.filter(({request, broken}) => /^(?:WHO$|WANT )/.test(request) && broken === undefined);
		if (asked.length === 0) {
			return {verdict: 'unknown', because: 'the tracker was not asked for peers'};
		}

		const lies = asked.flatMap(exchange => exchange.data.filter(isFalse).map(line => ({exchange, line})));
		return lies.length === 0
			? {verdict: 'pass', evidence: asked}
			: {
					verdict: 'fail',
					because: `${lies.length} lines are no peer that is there, like ${JSON.stringify(lies[0]?.line.slice(0, 80))}`,
					evidence: [...new Set(lies.map(({exchange}) => exchange))],
				};
	},
};

const isFalse = (line: string): boolean => {
	try {
		const {address, port} = parsePeerLine(line);
		return FALSE_ENDPOINT.test(`${address}:${port}`);
	} catch (error) {
		if (error instanceof ProtocolError) {
			return true;
		}

		throw error;
	}
};
