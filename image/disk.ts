import {rm, truncate} from 'node:fs/promises';
import path from 'node:path';
import {runTool} from './run-tool.ts';

/**
Make a file system of a tar archive: ext2, which Linux's ext4 driver reads and writes.

By genext2fs, because it takes an archive, so it needs neither root nor a loop device nor an unpacked copy with its owners; and because equal archives give equal bytes (mke2fs writes a random UUID, hash seed and times, and before 1.47.1 takes only a folder).

@param disk - The file to make; its unused blocks take no room.
*/
export const makeFileSystem = async (
	archive: string,
	disk: string,
	{mebibytes, inodes, signal}: {readonly mebibytes: number; readonly inodes: number; readonly signal: AbortSignal},
): Promise<void> => {
	const blocks = mebibytes * 256;
	await runTool(
		'genext2fs',
		[
			'--block-size',
			'4096',
			'--size-in-blocks',
			`${blocks}`,
			'--number-of-inodes',
			`${inodes}`,
			'--reserved-percentage',
			'0',
			'--allow-holes',
			'--faketime',
			'--tarball',
			path.basename(archive), // From its folder: what follows a colon is a place in the file system.
			path.resolve(disk),
		],
		{signal, cwd: path.dirname(archive)},
	);
	await truncate(disk, mebibytes * 1024 * 1024);
};

/** Pack a raw disk into qcow2, and remove the raw one. */
export const packDisk = async (raw: string, qcow2: string, {signal}: {readonly signal: AbortSignal}): Promise<void> => {
	await runTool('qemu-img', ['convert', '-q', '-f', 'raw', '-O', 'qcow2', raw, qcow2], {signal});
	await rm(raw);
};
