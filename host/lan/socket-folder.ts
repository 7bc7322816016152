import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {LanError} from './lan-error.ts';

/** Longest path of a Unix socket, in bytes: 107 on Linux, 103 on macOS (`sun_path`, with its final NUL). */
export const MAX_SOCKET_PATH_BYTES = 103;

/**
Make a folder whose path leaves room for the names of sockets, at most 10 bytes long: in the temporary folder, or in /tmp when the path of that is too long. The caller removes it.

@throws {LanError} If neither takes one.
*/
export const makeSocketFolder = async (temporary = tmpdir()): Promise<string> => {
	const [prefix, shortPrefix] = [temporary, '/tmp'].map(folder => join(folder, 'osp2p-lan-'));
	const longest = Buffer.byteLength(`${prefix}XXXXXX/`) + MAX_NAME_BYTES;
	try {
		return await mkdtemp(String(longest <= MAX_SOCKET_PATH_BYTES ? prefix : shortPrefix));
	} catch (cause) {
		throw new LanError(`No folder for the sockets of the network can be made: ${(cause as Error).message}.`, {
			hint: `Let TMPDIR name a folder that you may write to, with a path of less than ${MAX_SOCKET_PATH_BYTES - 30} bytes.`,
			cause,
		});
	}
};

const MAX_NAME_BYTES = 10;
