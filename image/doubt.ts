import path from 'node:path';
import {damageOf} from './file-sums.ts';
import {ImageError} from './image-error.ts';
import type {GuestImage} from './manifest.ts';

/** A layer turned out to be damaged when it was about to be built on. It is made anew by whoever asks for it next. */
export class DamagedLayerError extends ImageError {}

/**
Look into layers because something went wrong that their damage could explain: by content the first time, and from then on whenever a file of theirs does not stand as it did.

@param folders - Of whole layers, as `ensureLayer` made them.
@returns A question to be asked after each failure: what is damaged, in words; undefined when nothing is, and the failure means what it says. A damaged layer is made anew by the next run.
*/
export const doubtIn = (folders: readonly string[]): (() => Promise<string | undefined>) => {
	let content: Promise<string | undefined> | undefined;
	return async () => {
		content ??= damageIn(folders, {content: true});
		return (await content) ?? damageIn(folders, {content: false});
	};
};

/** The layers that guests of an image read. */
export const layersOf = ({disk, programs}: Pick<GuestImage, 'disk' | 'programs'>): string[] => [
	path.dirname(disk),
	path.dirname(programs),
];

/**
Read every byte of layers before something is made from them that outlives them.

@throws {DamagedLayerError} With what is damaged.
*/
export const verifyLayers = async (folders: readonly string[]): Promise<void> => {
	const damage = await damageIn(folders, {content: true});
	if (damage !== undefined) {
		throw new DamagedLayerError(damage, {hint: DAMAGE_HINT});
	}
};

/** What to do about damage that a run ended with. */
export const DAMAGE_HINT =
	'Run it again: the damaged layer is made anew. If it happens again, look after the disk and the memory of this machine.';

const damageIn = async (
	folders: readonly string[],
	options: {readonly content: boolean},
): Promise<string | undefined> => {
	for (const folder of folders) {
		const damage = await damageOf(folder, options);
		if (damage !== undefined) {
			return `the cache is damaged: in ${folder}, ${damage}`;
		}
	}

	return undefined;
};
