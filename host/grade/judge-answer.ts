import {formatSeconds} from '../report/amounts.ts';
import {readableName} from '../report/readable-name.ts';
import type {PeerBehaviour} from './ask-peer.ts';
import type {PeerVector} from './peer-vector.ts';

/** How long a peer may take to answer or to hang up, in milliseconds; a request without its end is waited for, so there it has less. */
export const patienceOf = ({wants}: Pick<PeerVector, 'wants'>): number => (wants.kind === 'patience' ? 1500 : 10_000);

/**
Compare what a peer did with what it was to do.

@param bytesOf - The bytes of a file in its folder.
@returns What is wrong, as the rest of a sentence that begins with "it"; `undefined` when all is right.
*/
export const complaintAbout = (
	vector: Pick<PeerVector, 'wants'>,
	{sent, end}: PeerBehaviour,
	bytesOf: (name: string) => Buffer,
): string | undefined => {
	const {wants} = vector;
	const waited = formatSeconds(patienceOf(vector) / 1000);
	switch (wants.kind) {
		case 'file': {
			const wanted = bytesOf(wants.name);
			if (sent.length === 0) {
				return end === 'open' ? `sent nothing for ${waited}` : 'hung up without a byte of the file';
			}

			if (!sent.equals(wanted)) {
				return `sent ${sent.length} bytes that are not the ${wanted.length} of the file`;
			}

			// Many real peers forget this; whoever waits for the end of the file waits for ever.
			return end === 'open' ? `sent the file, but did not close the connection within ${waited}` : undefined;
		}
		case 'refusal':
			if (sent.length > 0) {
				return `sent ${sent.length} bytes where it was to refuse`;
			}

			return end === 'open' ? `neither answered nor hung up within ${waited}` : undefined;
		case 'patience':
			if (sent.length > 0) {
				return `sent ${sent.length} bytes before the request was whole`;
			}

			return end === 'open' ? undefined : 'hung up before the request was whole';
	}
};

/** The exchange in lines for people: what was sent, what came back. */
export const exchangeLines = ({packets, halfClose}: PeerVector, {sent, end}: PeerBehaviour): string[] => [
	...packets.filter(packet => packet !== '').map(packet => `→ ${readableName(packet, 120)}`),
	...(halfClose ? ['→ (end of input)'] : []),
	...(sent.length === 0
		? []
		: [`← ${sent.length} bytes: ${readableName(sent.subarray(0, 200).toString('latin1'), 80)}`]),
	{closed: '← (end of connection)', reset: '← (connection reset)', open: '  (connection stays open)'}[end],
];
