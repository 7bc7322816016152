import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {gunzip, zstdDecompress} from 'node:zlib';
import {execa} from 'execa';
import {ImageError} from './image-error.ts';

/**
A kernel module as busybox loads it, plain, however the distribution packs it: Debian 12 not at all, Debian 13 with xz, Ubuntu with zstd, others with gzip.

@param module - Its path, whose end tells how it is packed.
@throws {ImageError} If it is packed in another way, or damaged.
*/
export const unpackModule = async (module: string, bytes: Uint8Array): Promise<Uint8Array> => {
	const unpack = unpackers[path.extname(module)];
	if (unpack === undefined) {
		throw new ImageError(`the kernel module ${module} is packed in a way we do not know`, {
			hint: `Known are .ko and .ko with one of ${Object.keys(unpackers).slice(1).join(', ')} behind it.`,
		});
	}

	try {
		return await unpack(bytes);
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : cause;
		throw new ImageError(`the kernel module ${module} could not be unpacked: ${why}`, {
			hint: 'Its package may be damaged: build the image again.',
			cause,
		});
	}
};

/** Node has no xz. Apt has, since packages are packed so, and its helper is where mmdebstrap is; it takes a file, by its name. */
const unxz = async (bytes: Uint8Array): Promise<Uint8Array> => {
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-module-'));
	const packed = path.join(folder.path, 'module.xz');
	await writeFile(packed, bytes);
	const {stdout} = await execa('/usr/lib/apt/apt-helper', ['cat-file', packed], {
		encoding: 'buffer',
		stripFinalNewline: false,
	});
	return stdout;
};

const unpackers: Readonly<Record<string, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
	'.ko': async bytes => bytes,
	'.gz': promisify(gunzip),
	'.xz': unxz,
	'.zst': promisify(zstdDecompress),
};
