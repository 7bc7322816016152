import {lstat, readdir} from 'node:fs/promises';
import path from 'node:path';
import {damageOf} from './file-sums.ts';
import {isPartial} from './layer.ts';
import {readManifest} from './manifest.ts';

/** Kinds of layers, each a folder of the cache; a disk needs its root to be made but not to be used, a template needs its disk. */
const layerKinds = ['root', 'disk', 'programs', 'template'] as const;

/** One of `layerKinds`. */
export type LayerKind = (typeof layerKinds)[number];

/** Something that the cache keeps, or that an interrupted build left in it. */
export type CachedLayer = {
	readonly kind: LayerKind;
	readonly name: string;
	readonly folder: string;
	/** What it takes of the host's disk, in bytes: holes take nothing. */
	readonly bytes: number;
	readonly madeAt: Date;
	/** `leftover`: of a build that was interrupted, or goes on at this moment. */
	readonly state: 'whole' | 'damaged' | 'leftover';
	/** In words where its manifest tells: `Debian bookworm, plain, kernel 6.1.0`. */
	readonly title: string | undefined;
};

/** All layers in a cache folder, by kind and then newest first. A folder that does not exist holds none. */
export const listLayers = async (cacheFolder: string): Promise<CachedLayer[]> => {
	const layers: CachedLayer[] = [];
	for (const kind of layerKinds) {
		const found = await Promise.all(
			(await foldersIn(path.join(cacheFolder, kind))).map(folder => describe(kind, folder)),
		);
		layers.push(...found.sort((a, b) => Number(b.madeAt) - Number(a.madeAt)));
	}

	return layers;
};

const describe = async (kind: LayerKind, folder: string): Promise<CachedLayer> => ({
	kind,
	name: path.basename(folder),
	folder,
	bytes: await bytesIn(folder),
	madeAt: (await lstat(folder)).mtime,
	...(await stateOf(kind, folder)),
});

const stateOf = async (kind: LayerKind, folder: string): Promise<Pick<CachedLayer, 'state' | 'title'>> => {
	if (isPartial(path.basename(folder))) {
		return {state: 'leftover', title: undefined};
	}

	if ((await damageOf(folder)) !== undefined) {
		return {state: 'damaged', title: undefined};
	}

	if (kind !== 'disk') {
		return {state: 'whole', title: undefined};
	}

	try {
		const {base, variant, kernelVersion} = await readManifest(folder);
		return {state: 'whole', title: `${base}, ${variant}, kernel ${kernelVersion}`};
	} catch {
		return {state: 'damaged', title: undefined};
	}
};

const bytesIn = async (folder: string): Promise<number> => {
	const names = await readdir(folder);
	const sizes = await Promise.all(names.map(async name => (await lstat(path.join(folder, name))).blocks * 512));
	return sizes.reduce((sum, size) => sum + size, 0);
};

const foldersIn = async (folder: string): Promise<string[]> => {
	try {
		const entries = await readdir(folder, {withFileTypes: true});
		return entries.filter(entry => entry.isDirectory()).map(entry => path.join(folder, entry.name));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return [];
		}

		throw error;
	}
};
