import type {FileHandle} from 'node:fs/promises';
import type {FileSystem} from './file-system.ts';
import {hasCode} from './folder-error.ts';
import {TransferError} from './transfer-error.ts';

/**
Give a file another name, if that is free; whatever has the name stays untouched. The file may keep the name it had beside it.

@returns Whether the name was free.
@throws {TransferError} If the name is too long for the file system.
@throws {Error} If the system does not let us, with its `code`: then nothing of ours has the name.
*/
export const takeName = async (
	name: Buffer,
	file: Buffer,
	fs: Pick<FileSystem, 'link' | 'open' | 'rename' | 'unlink'>,
): Promise<boolean> => {
	try {
		await fs.link(file, name);
		return true;
	} catch (error) {
		return hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')
			? takeNameWithoutLinks(name, file, fs)
			: isTaken(error);
	}
};

/** For file systems without hard links: take the name with an empty file first, then put ours over it. */
const takeNameWithoutLinks = async (
	name: Buffer,
	file: Buffer,
	fs: Pick<FileSystem, 'open' | 'rename' | 'unlink'>,
): Promise<boolean> => {
	let placeholder: FileHandle;
	try {
		placeholder = await fs.open(name, 'wx');
	} catch (error) {
		return isTaken(error);
	}

	await placeholder.close().catch(() => undefined); // It is empty.
	try {
		await fs.rename(file, name);
		return true;
	} catch (error) {
		await fs.unlink(name).catch(() => undefined);
		throw error;
	}
};

/** False: another file has the name. */
const isTaken = (error: unknown): false => {
	if (hasCode(error, 'EEXIST')) {
		return false;
	}

	if (hasCode(error, 'ENAMETOOLONG')) {
		throw new TransferError('its name is too long for the folder', {cause: error});
	}

	throw error;
};
