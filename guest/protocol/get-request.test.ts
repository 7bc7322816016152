import {readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {parseFileName} from './file-name.ts';
import {formatGetRequest, parseGetRequest} from './get-request.ts';
import {LineSplitter} from './line-splitter.ts';
import {ProtocolError} from './protocol-error.ts';

type Repeat = {readonly before?: string; readonly text: string; readonly times: number; readonly after?: string};
type GetVector = {
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
};

const vectors = JSON.parse(
	readFileSync(new URL('../vectors/get-request.json', import.meta.url), 'utf8'),
) as readonly GetVector[];

/** Refused for what is or is not in the folder, which no parser can know. */
const needsTheFolder = /^(a-folder|link-out|lf-in-name|back-slashes|fifo|missing|empty-file)$/;

const repeated = ({before = '', text, times, after = ''}: Repeat): string => `${before}${text.repeat(times)}${after}`;

const packetsOf = ({request = '', requestHex, requestRepeat, packets}: GetVector): Buffer[] => {
	if (requestHex !== undefined) {
		return [Buffer.from(requestHex, 'hex')];
	}

	return (packets ?? [requestRepeat ? repeated(requestRepeat) : request]).map(text => Buffer.from(text, 'latin1'));
};

const asThePeerReads = (vector: GetVector): string | undefined => {
	const splitter = new LineSplitter();
	for (const packet of packetsOf(vector)) {
		for (const line of splitter.push(packet)) {
			return parseGetRequest(line); // One request a connection: the rest is not read.
		}
	}

	return undefined;
};

for (const vector of vectors.filter(({id}) => !needsTheFolder.test(id))) {
	test(`vector ${vector.id}: ${vector.because}`, t => {
		if (vector.waits || vector.halfClose) {
			t.is(asThePeerReads(vector), undefined);
		} else if (vector.refused) {
			t.throws(() => asThePeerReads(vector), {instanceOf: ProtocolError});
		} else {
			t.is(asThePeerReads(vector), vector.name ?? (vector.nameRepeat && repeated(vector.nameRepeat)));
		}
	});
}

test.serial('a request for any file name survives the wire', t => {
	const names = fc.uint8Array({minLength: 1, maxLength: 255}).map(bytes => Buffer.from(bytes).toString('latin1'));
	fc.assert(
		fc.property(
			names.filter(name => !/^\.\.?$|[/\0]/.test(name)),
			name => {
				t.is(parseGetRequest(formatGetRequest(name).slice(0, -1)), parseFileName(name));
			},
		),
	);
});

test.serial('no line yields a name that leaves its folder', t => {
	const word = fc.constantFrom('..', '/', '%2F', '%2e', '.', '%00', 'x', '%', '\\');
	fc.assert(
		fc.property(fc.array(word, {maxLength: 8}), words => {
			try {
				t.notRegex(parseGetRequest(`GET ${words.join('')} OSP2P`), /^\.{0,2}$|[/\0]/);
			} catch (error) {
				t.true(error instanceof ProtocolError);
			}
		}),
	);
});
