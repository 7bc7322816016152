import {readableName} from '../history/readable-name.ts';
import {formatCount, formatSeconds} from '../report/amounts.ts';
import type {PeerBehaviour} from './ask-peer.ts';
import type {PeerVector} from './peer-vector.ts';

/** What is wrong with an answer. */
export type Complaint = {
	/** The rest of a sentence that begins with "it". */
	readonly what: string;
	readonly advice: string;
};

/**
Compare what a peer answered with what it was to answer. Whether it closes the connection afterwards is another question: `closesCase`.

@param bytesOf - The bytes of a file in its folder.
@returns Undefined when all is right.
*/
export const complaintAbout = (
	{wants}: Pick<PeerVector, 'wants'>,
	{sent, end, waitedMs}: PeerBehaviour,
	bytesOf: (name: string) => Buffer,
): Complaint | undefined => {
	const waited = formatSeconds(waitedMs / 1000);
	switch (wants.kind) {
		case 'file': {
			const wanted = bytesOf(wants.name);
			if (sent.length === 0) {
				return {
					what: end === 'open' ? `sent nothing for ${waited}` : 'hung up without a byte of the file',
					advice: 'The file lies in its folder. Which name does it look for there, after it has unquoted %XX?',
				};
			}

			if (!sent.equals(wanted)) {
				return {
					what: `sent ${formatCount(sent.length, 'byte')} that are not the ${wanted.length} of the file`,
					advice:
						'Compare the first bytes: is there a header before them, are they another file’s, is the end missing?',
				};
			}

			return undefined;
		}
		case 'refusal':
			return refusalComplaint({sent, end}, {waited, cutsOff: wants.cutsOff === true});
		case 'patience':
			return patienceComplaint({sent, end});
	}
};

const refusalComplaint = (
	{sent, end}: Pick<PeerBehaviour, 'sent' | 'end'>,
	{waited, cutsOff}: {readonly waited: string; readonly cutsOff: boolean},
): Complaint | undefined => {
	if (sent.length > 0) {
		return {
			what: `sent ${formatCount(sent.length, 'byte')} where it was to refuse`,
			advice: 'Check the unquoted name before it is opened: no slash, not "..", a regular file of the folder itself.',
		};
	}

	return cutsOff && end === 'open'
		? {
				what: `did not cut it off within ${waited}`,
				advice: 'Count the bytes of a line, and close the connection when there are too many.',
			}
		: undefined;
};

const patienceComplaint = ({sent, end}: Pick<PeerBehaviour, 'sent' | 'end'>): Complaint | undefined => {
	const advice = 'A line may come in many packets: read until LF, and only then look at it.';
	if (sent.length > 0) {
		return {what: `sent ${formatCount(sent.length, 'byte')} before the request was whole`, advice};
	}

	return end === 'open' ? undefined : {what: 'hung up before the request was whole', advice};
};

/** The exchange in lines for people: what was sent, what came back. */
export const exchangeLines = (
	{packets, halfClose}: Pick<PeerVector, 'packets' | 'halfClose'>,
	{sent, end, waitedMs}: PeerBehaviour,
): string[] => [
	...packets.filter(packet => packet !== '').map(packet => `→ ${readableName(packet, 120)}`),
	...(halfClose ? ['→ (end of input)'] : []),
	...(sent.length === 0
		? []
		: [`← ${formatCount(sent.length, 'byte')}: ${readableName(sent.subarray(0, 200).toString('latin1'), 80)}`]),
	{
		closed: '← (end of connection)',
		reset: '← (connection reset)',
		open: `  (nothing more for ${formatSeconds(waitedMs / 1000)}; the connection stays open)`,
	}[end],
];
