import {MAX_FILE_NAME_BYTES} from './limits.ts';
import {ProtocolError} from './protocol-error.ts';

/** A name safe to join to a shared folder: one path segment as a byte string, 1 to 255 bytes. Only `parseFileName()` makes one. */
export type FileName = string & {readonly __brand: 'FileName'};

/**
Check a file name that came from the network.

@param name - A byte string, quoting undone.
@returns The same bytes, now known to stay inside a folder they are joined to.
@throws {ProtocolError} If it is empty, `.` or `..`, longer than 255 bytes, or holds `/` or NUL.
@see docs/protocol.md, section 4.5
*/
export const parseFileName = (name: string): FileName => {
	if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
		throw new ProtocolError('a file name must be one path segment', name);
	}

	if (name.length > MAX_FILE_NAME_BYTES) {
		throw new ProtocolError(`a file name has at most ${MAX_FILE_NAME_BYTES} bytes`, name);
	}

	return name as FileName;
};
