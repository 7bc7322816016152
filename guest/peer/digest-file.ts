import {constants} from 'node:fs';
import {open, rename, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../net/make-folder.ts';
import {type DigestList, formatDigestList, MOST_LIST_BYTES, parseDigestList} from './digest-list.ts';
import {TransferError} from './transfer-error.ts';

/** Name of the file with the digests. The `~` keeps it from being offered, should its folder be the shared one. */
export const DIGESTS_FILE = 'osppeer-digests~';

/**
What the file with the digests says; undefined when there is none.

@param userId - Only a file of this user is believed. Undefined where there are no users.
@throws {TransferError} If it is damaged, or others could have written it.
*/
export const readDigestFile = async (
	folder: string,
	{userId}: {readonly userId: number | undefined},
): Promise<DigestList | undefined> => {
	const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK; // Wait for no pipe's writer.
	const handle = await open(join(folder, DIGESTS_FILE), flags).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') {
			throw error;
		}
	});
	if (handle === undefined) {
		return undefined;
	}

	await using opened = handle;
	const stats = await opened.stat();
	if (!stats.isFile() || stats.size > MOST_LIST_BYTES) {
		throw new TransferError('it is no list of digests');
	}

	if ((stats.mode & 0o022) !== 0 || (userId !== undefined && stats.uid !== userId)) {
		throw new TransferError('others can write it');
	}

	const bytes = Buffer.alloc(stats.size);
	const {bytesRead} = await opened.read(bytes, 0, stats.size, 0);
	const list = parseDigestList(bytes.toString('latin1', 0, bytesRead));
	if (list === undefined) {
		throw new TransferError('it is damaged');
	}

	return list;
};

/** Put a list in place of what is there, whole or not at all. */
export const writeDigestFile = async (
	folder: string,
	list: DigestList,
	{pid}: {readonly pid: number},
): Promise<void> => {
	await makeFolder(folder, {mode: 0o700});
	const unfinished = join(folder, `osppeer-digests.${pid}~`);
	try {
		await using handle = await open(
			unfinished,
			constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW,
			0o600,
		);
		await handle.writeFile(formatDigestList(list), 'latin1');
		await handle.datasync();
		await rename(unfinished, join(folder, DIGESTS_FILE));
	} catch (error) {
		await unlink(unfinished).catch(() => undefined);
		throw error;
	}
};
