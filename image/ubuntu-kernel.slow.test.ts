import {mkdir, mkdtempDisposable, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {zstdCompressSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {findKernel} from './disk-layer.ts';
import {makeInitrd} from './initrd.ts';
import {makeKey, serveArchive} from './little-archive.ts';
import {missingPrograms} from './missing-programs.ts';
import {chooseMode} from './mmdebstrap.ts';
import {distributions} from './recipe.ts';
import {openRoot} from './root.ts';
import {runTool} from './run-tool.ts';

const {signal} = new AbortController();
const missing = missingPrograms('gpg', 'gpgconf', 'mmdebstrap', 'dpkg-deb');
const testWithTools = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	missing === undefined ? test.serial(title, body) : test.skip(`${title} (${missing})`, body);

const VERSION = '7.0.0-1-virtual';
const MODULES = ['kernel/drivers/block/virtio_blk.ko.zst', 'kernel/drivers/net/virtio_net.ko.zst'];

/** A package as Ubuntu's kernel for virtual machines is one: modules packed with zstd. With it a shell for the initial root file system. */
const makeKernelPackage = async (folder: string): Promise<string> => {
	const root = path.join(folder, 'package');
	const files: Readonly<Record<string, string | Buffer>> = {
		'DEBIAN/control': [
			`Package: ${distributions.ubuntu.kernel.amd64}`,
			'Version: 1',
			'Architecture: amd64',
			'Maintainer: a test <test@example>',
			'Description: a kernel without anything in it',
			'',
		].join('\n'),
		[`boot/vmlinuz-${VERSION}`]: 'the kernel',
		[`usr/lib/modules/${VERSION}/modules.dep`]: `${MODULES[1]}: ${MODULES[0]}\n${MODULES[0]}:\n`,
		...Object.fromEntries(
			MODULES.map(module => [
				`usr/lib/modules/${VERSION}/${module}`,
				zstdCompressSync(Buffer.from(`this is ${path.basename(module, '.zst')} in plain`)),
			]),
		),
		'usr/bin/busybox': 'the shell',
	};
	for (const [file, bytes] of Object.entries(files)) {
		await mkdir(path.join(root, path.dirname(file)), {recursive: true});
		await writeFile(path.join(root, file), bytes);
	}

	const deb = path.join(folder, 'kernel.deb');
	await execa('dpkg-deb', ['--root-owner-group', '--build', root, deb]);
	return deb;
};

testWithTools(
	"the modules of Ubuntu's kernel, packed with zstd, come plain into the initial root file system",
	async t => {
		t.timeout(120_000);
		await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-archive-'));
		const {home, keyring} = await makeKey(folder.path, 'ubuntu');
		const kernel = distributions.ubuntu.kernel.amd64;
		using archive = await serveArchive(folder.path, home, new Map([[kernel, await makeKernelPackage(folder.path)]]));
		const tar = path.join(folder.path, 'root.tar');
		const mode = await chooseMode({userId: process.getuid?.() ?? -1, signal});
		// Only unpacked: what else a system consists of is not in this archive.
		const arguments_ = ['--variant=extract', '--format=tar', `--mode=${mode}`, '--architectures=amd64'];
		const {suite} = distributions.ubuntu;
		await runTool(
			'mmdebstrap',
			[...arguments_, `--keyring=${keyring}`, `--include=${kernel}`, suite, tar, `deb ${archive.mirror} ${suite} main`],
			{signal},
		);
		await using root = await openRoot(tar);
		const {version} = await findKernel(root);
		t.is(version, VERSION);
		const initrd = (await makeInitrd(root, version)).toString('latin1');
		for (const module of MODULES) {
			t.true(initrd.includes(`this is ${path.basename(module, '.zst')} in plain`));
			t.true(initrd.includes(`modules/${path.basename(module, '.zst')}`));
		}

		t.false(initrd.includes('.zst'));
	},
);
