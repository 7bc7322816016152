import vectors from '../../guest/vectors/get-request.json' with {type: 'json'};

/** A request to a peer and what it asks for; guest/vectors/README.md tells the format. All texts are byte strings. */
export type PeerVector = {
	readonly id: string;
	readonly level: 'must' | 'should' | 'original';
	readonly because: string;
	/** What is sent, packet by packet. */
	readonly packets: readonly string[];
	readonly halfClose: boolean;
	readonly wants: PeerAnswer;
};

/** What a peer is to answer: a file of its folder, no byte (`cutsOff`: and the end of the connection), or nothing yet. */
export type PeerAnswer =
	| {readonly kind: 'file'; readonly name: string}
	| {readonly kind: 'refusal'; readonly cutsOff?: true}
	| {readonly kind: 'patience'};

type Repeat = {readonly before?: string; readonly text: string; readonly times: number; readonly after?: string};

type RawVector = {
	readonly id: string;
	readonly level: string;
	readonly because: string;
	readonly request?: string;
	readonly requestHex?: string;
	readonly requestRepeat?: Repeat;
	readonly packets?: readonly string[];
	readonly halfClose?: boolean;
	readonly name?: string;
	readonly nameRepeat?: Repeat;
	readonly refused?: boolean;
	readonly waits?: boolean;
	readonly cutOff?: boolean;
};

/** The vectors for peers, in their order. */
export const peerVectors = (): PeerVector[] => (vectors as readonly RawVector[]).map(raw => vectorOf(raw));

/** The plain names that the vectors ask for: what has to lie in the peer's folder. */
export const namesIn = (all: readonly PeerVector[]): string[] => [
	...new Set(all.flatMap(({wants}) => (wants.kind === 'file' ? [wants.name] : []))),
];

const vectorOf = (raw: RawVector): PeerVector => ({
	id: raw.id,
	level: raw.level as PeerVector['level'],
	because: raw.because,
	packets: raw.packets ?? [requestOf(raw)],
	halfClose: raw.halfClose === true,
	wants: answerOf(raw),
});

const requestOf = ({request, requestHex, requestRepeat}: RawVector): string => {
	if (requestHex !== undefined) {
		return Buffer.from(requestHex, 'hex').toString('latin1');
	}

	return requestRepeat === undefined ? (request ?? '') : repeated(requestRepeat);
};

const answerOf = ({name, nameRepeat, waits, cutOff}: RawVector): PeerAnswer => {
	if (nameRepeat !== undefined) {
		return {kind: 'file', name: repeated(nameRepeat)};
	}

	if (name !== undefined) {
		return {kind: 'file', name};
	}

	return waits === true ? {kind: 'patience'} : {kind: 'refusal', ...(cutOff === true && {cutsOff: true})};
};

const repeated = ({before = '', text, times, after = ''}: Repeat): string => `${before}${text.repeat(times)}${after}`;
