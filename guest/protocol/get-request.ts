import {type FileName, parseFileName} from './file-name.ts';
import {ProtocolError} from './protocol-error.ts';
import {quote, unquote} from './quoting.ts';

/**
Read what one peer asks of another.

@param line - A byte string without LF.
@returns The name of the wanted file.
@throws {ProtocolError} If it is not `GET name OSP2P` or the name cannot be a file of a folder; the answer is the end of the connection.
@see docs/protocol.md, section 4.1
*/
export const parseGetRequest = (line: string): FileName => {
	const [, word] = /^GET[ \t\r\v\f]+([^ \t\r\v\f]+)[ \t\r\v\f]+OSP2P(?:[ \t\r\v\f]|$)/.exec(line) ?? [];
	if (word === undefined) {
		throw new ProtocolError('a peer is asked as GET name OSP2P', line);
	}

	return parseFileName(unquote(word));
};

/** The inverse of `parseGetRequest()`, with LF. */
export const formatGetRequest = (name: string): string => `GET ${quote(name)} OSP2P\n`;
