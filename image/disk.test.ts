import {execFileSync, spawnSync} from 'node:child_process';
import {mkdir, mkdtempDisposable, stat, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {makeFileSystem, packDisk} from './disk.ts';

const missing = ['genext2fs', 'qemu-img'].filter(tool => spawnSync(tool, ['--version']).error !== undefined);
const testHere = missing.length === 0 ? test : test.skip;

testHere(
	`a disk is made in a folder of any name${missing.length === 0 ? '' : ` (not here: no ${missing.join(', ')})`}`,
	async t => {
		await using temporary = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-test-'));
		const folder = path.join(temporary.path, `it's a,b:c%20#\n山`);
		await mkdir(folder);
		await writeFile(path.join(folder, 'file'), 'miau');
		const archive = path.join(folder, 'disk.tar');
		execFileSync('tar', ['-cf', 'disk.tar', 'file'], {cwd: folder});
		const [raw, packed] = ['disk.raw', 'disk.qcow2'].map(name => path.join(folder, name)) as [string, string];
		const {signal} = new AbortController();
		await makeFileSystem(archive, raw, {mebibytes: 4, inodes: 64, signal});
		t.is((await stat(raw)).size, 4 * 1024 * 1024);
		await packDisk(raw, packed, {signal});
		t.true((await stat(packed)).size > 0);
	},
);
