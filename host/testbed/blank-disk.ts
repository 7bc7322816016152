import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {HarnessError} from '../harness-error.ts';

/**
An empty file system of so many MiB, as the blocks of it that are not zero: its number before each, in four bytes, big-endian.

@see agent-home.pl
*/
export const blankDisk = async (mebibytes: number): Promise<Buffer> => {
	const made = MADE.get(mebibytes) ?? make(mebibytes);
	MADE.set(mebibytes, made);
	return made;
};

const MADE = new Map<number, Promise<Buffer>>();

const BLOCK = 4096;

const make = async (mebibytes: number): Promise<Buffer> => {
	await using stack = new AsyncDisposableStack();
	const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'osp2p-disk-')), path => rm(path, {recursive: true}));
	const blocks = (mebibytes * 1024 * 1024) / BLOCK;
	const argv = ['-B', BLOCK, '-b', blocks, '-N', mebibytes * FILES_A_MIB, '-m', 0, '-z', '-f'].map(String);
	try {
		await execa('genext2fs', [...argv, join(folder, 'disk')]);
	} catch (cause) {
		throw new HarnessError('Could not make a disk for the programs under test.', {
			cause,
			hint: 'Install with: sudo apt-get install genext2fs',
		});
	}

	const file = stack.use(await open(join(folder, 'disk')));
	const parts: Buffer[] = [];
	for (let number = 0; number < blocks; ) {
		const {bytesRead, buffer} = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, number * BLOCK);
		if (bytesRead === 0) {
			break;
		}

		for (let at = 0; at < bytesRead; at += BLOCK, number++) {
			const block = buffer.subarray(at, at + BLOCK);
			if (!block.equals(ZEROES)) {
				const head = Buffer.alloc(4);
				head.writeUInt32BE(number);
				parts.push(head, block);
			}
		}
	}

	return Buffer.concat(parts);
};

const CHUNK = 1024 * BLOCK;

const ZEROES = Buffer.alloc(BLOCK);

/** More than anybody needs who shares files of some size. */
const FILES_A_MIB = 64;
