import path from 'node:path';
import type {BuildContext, ImagePlan} from './build.ts';
import {digestOf, digestOfFile} from './digest.ts';
import {forgetLayers} from './forget-layers.ts';
import {ensureLayer} from './layer.ts';
import {makeProgramsDisk} from './programs-disk.ts';
import {PROGRAMS_DISK_MIB, SOURCE_DATE_EPOCH} from './recipe.ts';

/** @returns The folder of `programs.raw`, the disk with the plan's executables. */
export const ensurePrograms = async (
	{executables, cacheFolder}: ImagePlan,
	{signal, report}: BuildContext,
): Promise<string> => {
	const digests = await Promise.all(
		executables.map(async ({name, path: file}) => [name, await digestOfFile(file, {signal})]),
	);
	const key = digestOf([PROGRAMS_DISK_MIB, SOURCE_DATE_EPOCH, digests]).slice(0, 24);
	const folder = path.join(cacheFolder, 'programs', key);
	const make = async (partial: string): Promise<void> => {
		report({title: 'Putting the programs on their disk'});
		await makeProgramsDisk(partial, {executables, signal});
	};

	const onWait = (): void => report({title: 'Waiting for another run that puts the programs on their disk'});
	await ensureLayer(folder, make, {signal, onWait});
	await forgetLayers(folder, {nowMs: Date.now(), signal});
	return folder;
};
