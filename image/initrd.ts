import path from 'node:path';
import {type CpioEntry, packCpio} from './cpio.ts';
import {kernelModules} from './recipe.ts';
import type {Root} from './root.ts';
import {unpackModule} from './unpack-module.ts';

/**
The initial root file system: busybox, the few modules that reach the disk and the network, and a script of a few lines.

The distribution's own (initramfs-tools) carries a whole udev and takes seconds to build and to run; ours mounts /dev/vda 0.3 s after the kernel starts it.

@param version - The kernel's, as in /lib/modules.
@returns An uncompressed archive: unpacking takes an emulated processor longer than reading.
*/
export const makeInitrd = async (root: Root, version: string): Promise<Buffer> => {
	const folder = `usr/lib/modules/${version}`;
	const order = loadOrder((await root.read(`${folder}/modules.dep`)).toString());
	const modules: CpioEntry[] = [];
	for (const module of order) {
		const bytes = await unpackModule(module, await root.read(`${folder}/${module}`));
		modules.push({type: 'file', path: `modules/${moduleName(module)}.ko`, mode: 0o644, bytes});
	}

	return packCpio([
		...['bin', 'dev', 'modules', 'root'].map((name): CpioEntry => ({type: 'folder', path: name})),
		{type: 'file', path: 'bin/busybox', mode: 0o755, bytes: await root.read('usr/bin/busybox')},
		{type: 'file', path: 'init', mode: 0o755, bytes: Buffer.from(initScript(order.map(moduleName)))},
		...modules,
	]);
};

/**
The modules of the recipe and all they need, each after what it needs.

@param dependencies - The text of `modules.dep`: `a.ko: b.ko c.ko`, where b may need c.
*/
export const loadOrder = (dependencies: string): string[] => {
	const needs = new Map(
		dependencies.split('\n').flatMap(line => {
			const [module, rest] = line.split(':');
			return module === undefined || rest === undefined
				? []
				: [[module, rest.trim().split(' ').filter(Boolean)] as const];
		}),
	);
	const order = new Set<string>();
	const add = (module: string): void => {
		for (const needed of needs.get(module) ?? []) {
			add(needed);
		}

		order.add(module);
	};

	for (const wanted of kernelModules) {
		const module = [...needs.keys()].find(candidate => moduleName(candidate) === wanted);
		if (module !== undefined) {
			add(module);
		}
	}

	return [...order];
};

const moduleName = (module: string): string => path.posix.basename(module).replace(/\.ko(?:\.\w+)?$/, '');

const initScript = (modules: readonly string[]): string => `#!/bin/busybox sh
busybox=/bin/busybox
$busybox mount -t devtmpfs dev /dev
${modules.map(module => `$busybox insmod /modules/${module}.ko`).join('\n')}
$busybox mount -t ext4 -o rw,noatime /dev/vda /root
$busybox mount --move /dev /root/dev
exec $busybox switch_root /root /sbin/init
`;
