import {open, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type Base, baseTitle, chooseBase} from './base.ts';
import {digestOf, digestOfFile} from './digest.ts';
import {makeFileSystem, packDisk} from './disk.ts';
import {type Edit, editTar} from './edit-tar.ts';
import {guestFiles} from './guest-files.ts';
import {ImageError} from './image-error.ts';
import {makeInitrd, type Root, rootOf} from './initrd.ts';
import {installedPackages} from './installed-packages.ts';
import {ensureLayer} from './layer.ts';
import {lock} from './lock.ts';
import {type GuestImage, readManifest, writeManifest} from './manifest.ts';
import {chooseMode, mmdebstrapArguments, runMmdebstrap} from './mmdebstrap.ts';
import {type Executable, makeProgramsDisk} from './programs-disk.ts';
import {type Architecture, DISK_MIB, kernelArguments, type Variant} from './recipe.ts';
import {ensureSshKeys, type SshKeys} from './ssh-keys.ts';
import {tarMembers} from './tar.ts';

/** What is being done: a sentence for people, and how much of it is done, 0 to 1, where that is known. */
export type BuildStep = {readonly title: string; readonly fraction?: number};

/** What a guest image is made from. */
export type ImagePlan = {
	/** `auto`, `debian[:SUITE]`, `ubuntu[:SUITE]`, or the path of a root file system's tar archive. */
	readonly base: string;
	readonly executables: readonly Executable[];
	readonly variant: Variant;
	/** Everything is kept below it: keys, root file systems, disks, programs. */
	readonly cacheFolder: string;
};

type Context = {readonly signal: AbortSignal; readonly report: (step: BuildStep) => void};

/**
The guest image of a plan: found in the cache, or built. Three layers, each keyed by what it is made from:

1. the distribution, as mmdebstrap installs it (half a minute, rarely);
2. the disk: the distribution, our files and keys; with kernel and initial root file system (seconds);
3. the programs disk (a second or two, after each edit of a program).

@param report - Told each step that is really done; nothing, when all is in the cache.
@throws {ImageError} If it cannot be built, with what to do about it.
*/
export const ensureImage = async (plan: ImagePlan, {signal, report}: Context): Promise<GuestImage> => {
	const context: Context = {signal, report};
	const architecture = hostArchitecture();
	const base = await chooseBase(plan.base, {architecture, signal});
	const keys = await cacheKeys(plan.cacheFolder, context);
	const root = await ensureRoot(base, {plan, architecture}, context);
	const disk = await ensureDisk(root, {plan, architecture, base, keys}, context);
	const programs = await ensurePrograms(plan, context);
	const manifest = await readManifest(disk);
	return {
		key: manifest.key,
		folder: disk,
		disk: path.join(disk, 'disk.qcow2'),
		programs: path.join(programs, 'programs.raw'),
		programsKey: path.basename(programs),
		programNames: plan.executables.map(({name}) => name),
		kernel: path.join(disk, 'kernel'),
		initrd: path.join(disk, 'initrd'),
		kernelArguments: manifest.kernelArguments,
		sshKey: keys.userKeyFile,
		hostKey: manifest.hostKey,
		user: 'root',
		variant: manifest.variant,
		architecture: manifest.architecture,
		base: manifest.base,
		packages: manifest.packages,
	};
};

const hostArchitecture = (): Architecture => {
	switch (process.arch) {
		case 'x64': {
			return 'amd64';
		}
		case 'arm64': {
			return 'arm64';
		}
		default: {
			throw new ImageError(`no guest image can be made for a ${process.arch} processor`, {
				hint: 'Use an x86-64 or arm64 host.',
			});
		}
	}
};

const cacheKeys = async (cacheFolder: string, {signal}: Context): Promise<SshKeys> => {
	using _ = await lock(path.join(cacheFolder, 'keys.lock'), {signal});
	return ensureSshKeys(path.join(cacheFolder, 'keys'));
};

/** @returns The path of the distribution's tar archive. */
const ensureRoot = async (
	base: Base,
	{plan, architecture}: {readonly plan: ImagePlan; readonly architecture: Architecture},
	context: Context,
): Promise<string> => {
	if (base.kind === 'tar') {
		return base.path;
	}

	const arguments_ = mmdebstrapArguments(base, {variant: plan.variant, architecture});
	const key = digestOf([base.suite, base.sources, arguments_]).slice(0, 16);
	const folder = path.join(plan.cacheFolder, 'root', `${base.distribution}-${base.suite}-${plan.variant}-${key}`);
	const make = async (partial: string): Promise<void> => {
		const mode = await chooseMode({userId: process.getuid?.() ?? -1, signal: context.signal});
		const title = `Installing ${baseTitle(base)} (${base.because}; ${modeWords[mode]})`;
		context.report({title, fraction: 0});
		const archive = path.join(partial, 'root.tar');
		await runMmdebstrap(base, archive, {
			arguments: arguments_,
			mode,
			signal: context.signal,
			report: (fraction, detail) => context.report({title: `${title}: ${detail}`, fraction}),
		});
		await writeFile(path.join(partial, 'root.sha256'), await digestOfFile(archive));
	};

	await ensureLayer(folder, make, waiting(context, baseTitle(base)));
	return path.join(folder, 'root.tar');
};

const modeWords = {root: 'as root', unshare: 'in a user namespace', fakechroot: 'by fakechroot'} as const;

/** @returns The folder of disk, kernel, initrd and manifest. */
const ensureDisk = async (
	root: string,
	{
		plan,
		architecture,
		base,
		keys,
	}: {readonly plan: ImagePlan; readonly architecture: Architecture; readonly base: Base; readonly keys: SshKeys},
	context: Context,
): Promise<string> => {
	const edits = await guestFiles(path.join(import.meta.dirname, 'files'), keys);
	const inputs = {
		root:
			base.kind === 'archive'
				? await readFile(path.join(path.dirname(root), 'root.sha256'), 'utf8')
				: await digestOfFile(root),
		edits: digestOf(edits.map(edit => (edit.type === 'drop' ? edit.pattern.source : edit))),
		builder: await builderDigest(),
	};
	const key = digestOf(inputs);
	const folder = path.join(plan.cacheFolder, 'disk', key.slice(0, 24));
	const make = async (partial: string): Promise<void> => {
		context.report({title: "Making the guest's disk"});
		const facts = await makeBootFiles(root, partial);
		await makeDisk(root, partial, {edits, signal: context.signal});
		const manifest = {
			key,
			base: baseTitle(base),
			variant: plan.variant,
			architecture,
			kernelArguments,
			hostKey: keys.hostPublicKey,
			inputs,
			...facts,
		};
		await writeManifest(partial, manifest, ['disk.qcow2', 'kernel', 'initrd']);
	};

	await ensureLayer(folder, make, waiting(context, "the guest's disk"));
	return folder;
};

/** Kernel and initial root file system, and what is installed. */
const makeBootFiles = async (
	archive: string,
	folder: string,
): Promise<{readonly kernelVersion: string; readonly packages: Readonly<Record<string, string>>}> => {
	await using file = await open(archive);
	const root = rootOf(file, await Array.fromAsync(tarMembers(file)));
	const kernelVersion = newestKernel(root);
	await writeFile(path.join(folder, 'kernel'), await root.read(`boot/vmlinuz-${kernelVersion}`));
	await writeFile(path.join(folder, 'initrd'), await makeInitrd(root, kernelVersion));
	return {kernelVersion, packages: installedPackages((await root.read('var/lib/dpkg/status')).toString())};
};

const newestKernel = (root: Root): string => {
	const versions = [...root.members.keys()].flatMap(name => /^boot\/vmlinuz-(.+)$/.exec(name)?.[1] ?? []);
	const newest = versions.sort((a, b) => a.localeCompare(b, 'en', {numeric: true})).at(-1);
	if (newest === undefined) {
		throw new ImageError('the root file system has no kernel (/boot/vmlinuz-VERSION)', {
			hint: 'A base of your own needs all that image/recipe.ts lists, and a kernel.',
		});
	}

	return newest;
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
	await packDisk(raw, path.join(folder, 'disk.qcow2'), {signal});
};

/** @returns The folder of the programs disk. */
const ensurePrograms = async (plan: ImagePlan, context: Context): Promise<string> => {
	const digests = await Promise.all(
		plan.executables.map(async ({name, path: file}) => [name, await digestOfFile(file, {signal: context.signal})]),
	);
	const key = digestOf([digests, await builderDigest()]).slice(0, 24);
	const folder = path.join(plan.cacheFolder, 'programs', key);
	const make = async (partial: string): Promise<void> => {
		context.report({title: 'Putting the programs on their disk'});
		await makeProgramsDisk(partial, {executables: plan.executables, signal: context.signal});
	};

	await ensureLayer(folder, make, waiting(context, 'the programs disk'));
	return folder;
};

/** The code that builds is an input too: what it made before it was changed may not be what it would make now. */
const builderDigest = async (): Promise<string> => {
	const names = (await readdir(import.meta.dirname)).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'));
	return digestOf(await Promise.all(names.sort().map(name => readFile(path.join(import.meta.dirname, name), 'utf8'))));
};

const waiting = ({signal, report}: Context, what: string) => ({
	signal,
	onWait: () => report({title: `Waiting for another build of ${what}`}),
});
