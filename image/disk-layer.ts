import {readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {baseTitle} from './base.ts';
import type {BuildContext} from './build-plan.ts';
import {digestOf, digestOfFile} from './digest.ts';
import {makeFileSystem, packDisk} from './disk.ts';
import {verifyLayers} from './doubt.ts';
import {type Edit, editTar} from './edit-tar.ts';
import {guestFiles} from './guest-files.ts';
import {ImageError} from './image-error.ts';
import {makeInitrd} from './initrd.ts';
import {installedPackages} from './installed-packages.ts';
import {damageLine, ensureLayer} from './layer.ts';
import {type DiskManifest, writeManifest} from './manifest.ts';
import {DISK_MIB, kernelArguments} from './recipe.ts';
import {openRoot, type Root} from './root.ts';
import {digestFile, type RootPlan} from './root-layer.ts';
import type {SshKeys} from './ssh-keys.ts';

/** What a disk is made from. */
export type DiskPlan = RootPlan & {
	/** Path of the root file system's tar archive. */
	readonly root: string;
	readonly keys: SshKeys;
};

/** @returns The folder of `disk.qcow2`, `kernel`, `initrd` and `manifest.json`. A damaged one in the cache is made anew. */
export const ensureDisk = async (plan: DiskPlan, {signal, report}: BuildContext): Promise<string> => {
	const edits = await guestFiles(path.join(import.meta.dirname, 'files'), plan.keys);
	const inputs = {
		root: await rootDigest(plan),
		edits: digestOf(edits.map(edit => (edit.type === 'drop' ? edit.pattern.source : edit))),
		builder: await builderDigest(),
	};
	const key = digestOf(inputs);
	const folder = path.join(plan.cacheFolder, 'disk', key.slice(0, 24));
	const make = async (partial: string): Promise<void> => {
		report({title: "Making the guest's disk"});
		if (plan.base.kind === 'archive') {
			await verifyLayers([path.dirname(plan.root)]); // A disk made from a damaged root would be believed for ever.
		}

		const facts = await makeBootFiles(plan.root, partial);
		await makeDisk(plan.root, partial, {edits, signal});
		const manifest = {
			key,
			base: baseTitle(plan.base),
			variant: plan.variant,
			architecture: plan.architecture,
			kernelArguments,
			hostKey: plan.keys.hostPublicKey,
			inputs,
			...facts,
		};
		await writeManifest(partial, manifest, ['disk.qcow2', 'kernel', 'initrd']);
	};

	const onWait = (): void => report({title: "Waiting for another run that makes the guest's disk"});
	const onDamage = (damage: string): void => report({title: damageLine("The guest's disk", damage)});
	await ensureLayer(folder, make, {signal, onWait, onDamage});
	return folder;
};

const rootDigest = async ({base, root}: DiskPlan): Promise<string> =>
	base.kind === 'archive' ? readFile(digestFile(root), 'utf8') : digestOfFile(root);

/** The code that builds is an input too: what it made before it was changed may not be what it would make now. */
const builderDigest = async (): Promise<string> => {
	const names = (await readdir(import.meta.dirname)).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'));
	return digestOf(await Promise.all(names.sort().map(name => readFile(path.join(import.meta.dirname, name), 'utf8'))));
};

/** Kernel and initial root file system, and what is installed. */
const makeBootFiles = async (
	archive: string,
	folder: string,
): Promise<Pick<DiskManifest, 'kernelVersion' | 'packages'>> => {
	await using root = await openRoot(archive);
	const {version, image} = await findKernel(root);
	await writeFile(path.join(folder, 'kernel'), image);
	await writeFile(path.join(folder, 'initrd'), await makeInitrd(root, version));
	return {kernelVersion: version, packages: installedPackages((await root.read('var/lib/dpkg/status')).toString())};
};

const makeDisk = async (
	root: string,
	folder: string,
	{edits, signal}: {readonly edits: readonly Edit[]; readonly signal: AbortSignal},
): Promise<void> => {
	const edited = path.join(folder, 'edited.tar');
	const raw = path.join(folder, 'disk.raw');
	await editTar(root, edited, {edits, signal});
	await makeFileSystem(edited, raw, {mebibytes: DISK_MIB, inodes: 131_072, signal});
	await rm(edited);
	await packDisk(raw, path.join(folder, 'disk.qcow2'), {signal});
};

/** A kernel as QEMU's `-kernel` takes it. */
type Kernel = {
	/** As in /lib/modules. */
	readonly version: string;
	readonly image: Buffer;
};

/** The newest kernel of a root file system. @throws {ImageError} If it has none. */
export const findKernel = async (root: Root): Promise<Kernel> => {
	const versions = [...root.members.keys()].flatMap(name => /^boot\/vmlinuz-(.+)$/.exec(name)?.[1] ?? []);
	const version = versions.sort((a, b) => a.localeCompare(b, 'en', {numeric: true})).at(-1);
	if (version === undefined) {
		throw new ImageError('the root file system has no kernel (/boot/vmlinuz-VERSION)', {
			hint: 'A base of your own needs the packages that image/recipe.ts lists, and a kernel.',
		});
	}

	return {version, image: await root.read(`boot/vmlinuz-${version}`)};
};
