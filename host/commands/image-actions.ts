import {cleanCache} from '../../image/clean.ts';
import {type CachedLayer, listLayers} from '../../image/list.ts';
import type {Variant} from '../../image/recipe.ts';
import {formatBytes} from '../report/amounts.ts';
import {paintFor} from '../report/paint.ts';
import {EXIT} from '../scenario/result.ts';
import {openView} from './open-view.ts';
import {prepareImage} from './prepare-image.ts';
import type {Surroundings} from './surroundings.ts';

/** `image build`: what a run would do before it boots. */
export const buildImage = async (
	{
		base,
		variant,
		packages: extra,
		json,
	}: {
		readonly base: string;
		readonly variant: Variant;
		readonly packages: string | undefined;
		readonly json: boolean;
	},
	surroundings: Surroundings,
): Promise<number> => {
	using view = openView(surroundings, {verbose: false});
	const {packages, ...image} = await prepareImage({base, variant, packages: extra}, surroundings, view);
	view.end('done');
	surroundings.print(
		json
			? `${JSON.stringify({...image, packages}, undefined, '\t')}\n`
			: `${image.base}, ${image.variant}, ${Object.keys(packages).length} packages, key ${image.key.slice(0, 12)}\n${image.folder}\n`,
	);
	return EXIT.held;
};

/** `image list`: everything the cache keeps, with its size. */
export const listImages = async (
	{json}: {readonly json: boolean},
	{cacheFolder, print, colours}: Surroundings,
): Promise<number> => {
	const layers = await listLayers(cacheFolder);
	if (json) {
		print(`${JSON.stringify(layers, undefined, '\t')}\n`);
		return EXIT.held;
	}

	const paint = paintFor({colours});
	const total = layers.reduce((sum, {bytes}) => sum + bytes, 0);
	print(
		layers.length === 0
			? `The cache is empty: ${cacheFolder}\n`
			: `${layers.map(layer => `${layerLine(layer)}\n`).join('')}${paint.bold(formatBytes(total))} in ${cacheFolder}\n`,
	);
	return EXIT.held;
};

/** `image clean`: everything that can be made again; keys stay. */
export const cleanImages = async (
	{leftovers}: {readonly leftovers: boolean},
	{cacheFolder, print, signal}: Surroundings,
): Promise<number> => {
	const removed = await cleanCache({cacheFolder, keep: () => leftovers}, {signal});
	for (const layer of removed) {
		print(`removed ${layerLine(layer)}\n`);
	}

	if (removed.length === 0) {
		print('There was nothing to remove.\n');
	}

	return EXIT.held;
};

const layerLine = ({kind, name, bytes, madeAt, state, title}: CachedLayer): string => {
	const when = madeAt.toISOString().slice(0, 16).replace('T', ' ');
	const remark = [state === 'whole' ? undefined : state, title].filter(text => text !== undefined).join(', ');
	return `${kind.padEnd(9)} ${formatBytes(bytes).padStart(8)}  ${when}  ${name}${remark === '' ? '' : `  (${remark})`}`;
};
