import {isDigest} from './digest.ts';
import {type Endpoint, formatEndpoint, parseEndpoint} from './endpoint.ts';
import {MAX_ALIAS_BYTES} from './limits.ts';
import {ProtocolError} from './protocol-error.ts';
import {quote} from './quoting.ts';
import {splitWords} from './words.ts';

/** What a client may ask a tracker, one variant a command. Names and aliases are byte strings, quoting undone. */
export type TrackerRequest =
	| ({readonly type: 'addr'; readonly alias: string} & Endpoint)
	| {readonly type: 'have'; readonly file: string; readonly digest?: string}
	| {readonly type: 'donthave' | 'want' | 'md5sum'; readonly file: string}
	| ({readonly type: 'checkpeer'; readonly alias: string} & Endpoint)
	| {readonly type: BareType};

type BareType = 'help' | 'who' | 'list' | 'notify' | 'nonotify' | 'blocknotify' | 'quit';

/** What stands behind a command word: how many words, and what they mean. */
type Shape = {
	readonly fewest: number;
	readonly most: number;
	readonly read: (first: string, second: string | undefined) => TrackerRequest;
};

const bare = (type: BareType): Shape => ({
	fewest: 0,
	most: 0,
	read: () => ({type}),
});

const ofFile = (type: 'donthave' | 'want' | 'md5sum'): Shape => ({fewest: 1, most: 1, read: file => ({type, file})});

/** Whoever wants to leave may leave, whatever else they say. */
const leaving: Shape = {fewest: 0, most: Number.POSITIVE_INFINITY, read: () => ({type: 'quit'})};

/** The commands, in capitals. */
const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
	['WANT', ofFile('want')],
	['DONTHAVE', ofFile('donthave')],
	['MD5SUM', ofFile('md5sum')],
	['WHO', bare('who')],
	['LIST', bare('list')],
	['HELP', bare('help')],
	['NOTIFY', bare('notify')],
	['NONOTIFY', bare('nonotify')],
	['BLOCKNOTIFY', bare('blocknotify')],
	['QUIT', leaving],
	['Q', leaving],
	[
		'HAVE',
		{
			fewest: 1,
			most: 2,
			read: (file, digest) =>
				digest === undefined ? {type: 'have', file} : {type: 'have', file, digest: goodDigest(digest)},
		},
	],
	[
		'ADDR',
		{
			fewest: 2,
			most: 2,
			read: (alias, where) => ({type: 'addr', alias: goodAlias(alias), ...goodEndpoint(where)}),
		},
	],
	['CHECKPEER', {fewest: 2, most: 2, read: (alias, where) => ({type: 'checkpeer', alias, ...goodEndpoint(where)})}],
]);

/**
Read one line to a tracker.

@param line - A byte string without LF.
@returns Undefined for a blank line, which gets no reply.
@throws {ProtocolError} If the tracker must refuse it whatever its state; its `code` is the reply's.
@see docs/protocol.md, section 3
*/
export const parseTrackerRequest = (line: string): TrackerRequest | undefined => {
	const words = splitWords(line);
	const command = words[0];
	if (command === undefined) {
		return undefined;
	}

	const shape = shapes.get(command) ?? shapes.get(command.toUpperCase());
	const operands = words.length - 1;
	if (!shape || operands < shape.fewest || operands > shape.most) {
		throw new ProtocolError('no such request, or a wrong number of words', line);
	}

	return shape.read(words[1] ?? '', words[2]);
};

/** The inverse of `parseTrackerRequest()`, with LF. */
export const formatTrackerRequest = (request: TrackerRequest): string => {
	const command = request.type.toUpperCase();
	switch (request.type) {
		case 'have':
			return `${command} ${quote(request.file)}${request.digest === undefined ? '' : ` ${request.digest}`}\n`;
		case 'want':
		case 'donthave':
		case 'md5sum':
			return `${command} ${quote(request.file)}\n`;
		case 'addr':
		case 'checkpeer':
			return `${command} ${quote(request.alias)} ${formatEndpoint(request)}\n`;
		default:
			return `${command}\n`;
	}
};

const goodDigest = (word: string): string => {
	if (!isDigest(word)) {
		throw new ProtocolError('a digest is 22 characters of a-z A-Z 0-9 _ @, the last one of a to d', word);
	}

	return word;
};

const goodAlias = (word: string): string => {
	if (word.length > MAX_ALIAS_BYTES) {
		throw new ProtocolError(`an alias has at most ${MAX_ALIAS_BYTES} bytes`, word, {code: 300});
	}

	return word;
};

const goodEndpoint = (word = ''): Endpoint => {
	const endpoint = parseEndpoint(word);
	if (endpoint === undefined) {
		throw new ProtocolError('an address is a.b.c.d:port in plain decimal, the port 1 to 65535', word, {code: 300});
	}

	return endpoint;
};
