import {readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {digestOfFile} from './digest.ts';
import {ImageError} from './image-error.ts';
import type {Variant} from './recipe.ts';

/** A guest image that is whole: what `host/vm` boots. All paths are absolute. */
export type GuestImage = {
	/** Digest of everything the root disk, the kernel and the keys were made from. Programs are not in it: templates outlive them. */
	readonly key: string;
	readonly folder: string;
	/** The root disk, qcow2, to be used as a backing file only. */
	readonly disk: string;
	/** The programs disk, raw, read-only, always of the same size; attach it with the serial "programs". */
	readonly programs: string;
	readonly programsKey: string;
	/** Names of the programs on it. */
	readonly programNames: readonly string[];
	readonly kernel: string;
	readonly initrd: string;
	/** All of the command line but the console. */
	readonly kernelArguments: readonly string[];
	/** Path of the private key that root's SSH accepts, OpenSSH format, mode 0600. */
	readonly sshKey: string;
	/** The only host key to accept: `ssh-ed25519 AAAA…`. */
	readonly hostKey: string;
	/** A file that tells OpenSSH's client the same, under the name `HOST_KEY_ALIAS`. */
	readonly knownHosts: string;
	readonly user: 'root';
	readonly variant: Variant;
	readonly architecture: string;
	/** In words, e.g. `Debian bookworm`. */
	readonly base: string;
	/** Versions by package name, as dpkg lists them. */
	readonly packages: Readonly<Record<string, string>>;
};

/** By what name the file `knownHosts` knows every guest. */
export const HOST_KEY_ALIAS = 'osp2p';

/** What `manifest.json` of the disk layer holds: its inputs and its files. */
export type DiskManifest = {
	readonly schemaVersion: 1;
	readonly key: string;
	/** ISO 8601. All else here is the same for the same inputs. */
	readonly madeAt: string;
	readonly base: string;
	readonly variant: Variant;
	readonly architecture: string;
	readonly kernelVersion: string;
	readonly kernelArguments: readonly string[];
	readonly hostKey: string;
	/** What the key is the digest of. */
	readonly inputs: Readonly<Record<string, unknown>>;
	readonly packages: Readonly<Record<string, string>>;
	readonly files: Readonly<Record<string, {readonly bytes: number; readonly sha256: string}>>;
};

const NAME = 'manifest.json';

/** Measure `files` in `folder` and write its manifest, the last file of a layer. */
export const writeManifest = async (
	folder: string,
	manifest: Omit<DiskManifest, 'schemaVersion' | 'madeAt' | 'files'>,
	files: readonly string[],
): Promise<void> => {
	const measured = await Promise.all(
		files.map(async name => {
			const file = path.join(folder, name);
			return [name, {bytes: (await stat(file)).size, sha256: await digestOfFile(file)}] as const;
		}),
	);
	const madeAt = new Date().toISOString();
	const whole: DiskManifest = {schemaVersion: 1, madeAt, ...manifest, files: Object.fromEntries(measured)};
	await writeFile(path.join(folder, NAME), `${JSON.stringify(whole, undefined, '\t')}\n`);
};

/**
Read the manifest of a disk layer, and look whether its files have the sizes it tells.

@throws {ImageError} If something is missing or of another size.
*/
export const readManifest = async (folder: string): Promise<DiskManifest> => {
	try {
		const manifest: DiskManifest = JSON.parse(await readFile(path.join(folder, NAME), 'utf8'));
		for (const [name, {bytes}] of Object.entries(manifest.files)) {
			const {size} = await stat(path.join(folder, name));
			if (size !== bytes) {
				throw new Error(`${name} has ${size} bytes instead of ${bytes}`);
			}
		}

		return manifest;
	} catch (cause) {
		throw damaged(folder, cause);
	}
};

const damaged = (folder: string, cause: unknown): ImageError =>
	new ImageError(`the guest image in ${folder} is damaged: ${cause instanceof Error ? cause.message : String(cause)}`, {
		hint: 'Remove it with `image clean`; the next run builds it anew.',
		cause,
	});
