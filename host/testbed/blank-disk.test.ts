import {spawnSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {blankDisk} from './blank-disk.ts';

const MEBIBYTES = 3;
const BLOCK = 4096;

/** Where the disks' maker is missing, the run says which tests it skipped and why. */
const testWithMaker = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	spawnSync('genext2fs', ['--version']).error === undefined
		? test(title, body)
		: test.skip(`${title} (this host has no genext2fs)`, body);

testWithMaker(
	'the blocks of a blank disk, each put where it belongs, are an ext2 of its size with nothing in it',
	async t => {
		const told = await blankDisk(MEBIBYTES);
		t.is(told.length % (4 + BLOCK), 0);
		const disk = Buffer.alloc(MEBIBYTES * 1024 * 1024);
		for (let at = 0; at < told.length; at += 4 + BLOCK) {
			told.copy(disk, told.readUInt32BE(at) * BLOCK, at + 4, at + 4 + BLOCK);
		}

		const superblock = disk.subarray(1024);
		t.is(superblock.readUInt16LE(56), 0xef53);
		t.is(superblock.readUInt32LE(4), disk.length / BLOCK, 'all of it is the file system');
		t.is(1024 << superblock.readUInt32LE(24), BLOCK);
		t.is(superblock.readUInt32LE(8), 0, 'nothing is kept for root');
		const [blocksFree, filesFree] = [superblock.readUInt32LE(12), superblock.readUInt32LE(16)];
		t.true(blocksFree > 0.8 * (disk.length / BLOCK), `${blocksFree} blocks are free`);
		t.true(filesFree > 100, `${filesFree} files fit`);
		t.true(told.length < disk.length / 4, 'of what is zero nothing is sent');
	},
);

testWithMaker('a disk that was made is not made again', async t => {
	t.is(await blankDisk(MEBIBYTES), await blankDisk(MEBIBYTES));
});
