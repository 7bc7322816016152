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
	| {readonly type: 'help' | 'who' | 'list' | 'notify' | 'nonotify' | 'blocknotify' | 'quit'};

/**
Read one line to a tracker.

@param line - A byte string without LF.
@returns Undefined for a blank line, which gets no reply.
@throws {ProtocolError} If the tracker must refuse it whatever its state; its `code` is the reply's.
@see docs/protocol.md, section 3
*/
export const parseTrackerRequest = (line: string): TrackerRequest | undefined => {
	const [command, ...words] = splitWords(line);
	if (command === undefined) {
		return undefined;
	}

	const type = command.toLowerCase();
	const [first = '', second = ''] = words;
	switch (`${type} ${words.length}`) {
		case 'want 1':
		case 'donthave 1':
		case 'md5sum 1':
			return {type: type as 'want', file: first};
		case 'help 0':
		case 'who 0':
		case 'list 0':
		case 'notify 0':
		case 'nonotify 0':
		case 'blocknotify 0':
			return {type: type as 'help'};
		case 'have 1':
			return {type: 'have', file: first};
		case 'have 2':
			return {type: 'have', file: first, digest: goodDigest(second)};
		case 'addr 2':
			return {type: 'addr', alias: goodAlias(first), ...goodEndpoint(second)};
		case 'checkpeer 2':
			return {type: 'checkpeer', alias: first, ...goodEndpoint(second)};
		default:
			// Whoever wants to leave may leave, whatever else they say.
			if (type === 'quit' || type === 'q') {
				return {type: 'quit'};
			}

			throw new ProtocolError('no such request, or a wrong number of words', line);
	}
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

const goodEndpoint = (word: string): Endpoint => {
	const endpoint = parseEndpoint(word);
	if (endpoint === undefined) {
		throw new ProtocolError('an address is a.b.c.d:port in plain decimal, the port 1 to 65535', word, {code: 300});
	}

	return endpoint;
};
