import {createHash} from 'node:crypto';
import {mkdtempDisposable, truncate, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {ImageError} from './image-error.ts';
import {readManifest, writeManifest} from './manifest.ts';

const layer = async () => {
	const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-manifest-'));
	await writeFile(path.join(folder.path, 'kernel'), 'kernel');
	await writeFile(path.join(folder.path, 'disk'), 'disk');
	const manifest = {
		key: 'key',
		base: 'Debian bookworm',
		variant: 'plain' as const,
		architecture: 'amd64',
		kernelVersion: '6.1.0',
		kernelArguments: ['quiet'],
		hostKey: 'ssh-ed25519 AAAA',
		inputs: {root: 'digest'},
		packages: {apt: '2.6.1'},
	};
	await writeManifest(folder.path, manifest, ['kernel', 'disk']);
	return {folder, manifest};
};

test('a manifest is read as it was written, with its files measured', async t => {
	const {folder, manifest} = await layer();
	await using _ = folder;
	const read = await readManifest(folder.path);
	t.like(read, manifest);
	t.deepEqual(read.files['kernel'], {
		bytes: 6,
		sha256: createHash('sha256').update('kernel').digest('hex'),
	});
});

test('a file that is shorter is noticed at once', async t => {
	const {folder} = await layer();
	await using _ = folder;
	await truncate(path.join(folder.path, 'disk'), 3);
	await t.throwsAsync(readManifest(folder.path), {instanceOf: ImageError, message: /disk has 3 bytes instead of 4/});
});

test('a manifest that is missing or half written is damage', async t => {
	const {folder} = await layer();
	await using _ = folder;
	await truncate(path.join(folder.path, 'manifest.json'), 20);
	await t.throwsAsync(readManifest(folder.path), {instanceOf: ImageError, message: /is damaged/});
});
