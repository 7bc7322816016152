import path from 'node:path';
import type {BuildContext, ImagePlan} from './build-plan.ts';
import {digestOf, digestOfFile} from './digest.ts';
import {forgetLayers} from './forget-layers.ts';
import {ImageError} from './image-error.ts';
import {damageLine, ensureLayer} from './layer.ts';
import {type Executable, makeProgramsDisk} from './programs-disk.ts';
import {PROGRAMS_DISK_MIB, SOURCE_DATE_EPOCH} from './recipe.ts';

/** @returns The folder of `programs.raw`, the disk with the plan's executables. */
export const ensurePrograms = async (
	{executables, cacheFolder}: ImagePlan,
	{signal, report}: BuildContext,
): Promise<string> => {
	const digests = await Promise.all(
		executables.map(async executable => [executable.name, await digestOfWhole(executable, {signal})]),
	);
	const key = digestOf([PROGRAMS_DISK_MIB, SOURCE_DATE_EPOCH, digests]).slice(0, 24);
	const folder = path.join(cacheFolder, 'programs', key);
	const make = async (partial: string): Promise<void> => {
		report({title: 'Putting the programs on their disk'});
		await makeProgramsDisk(partial, {executables, signal});
	};

	const onWait = (): void => report({title: 'Waiting for another run that puts the programs on their disk'});
	const onDamage = (damage: string): void => report({title: damageLine('The programs disk', damage)});
	await ensureLayer(folder, make, {signal, onWait, onDamage});
	await forgetLayers(folder, {nowMs: Date.now(), signal});
	return folder;
};

/** All of it is read at each start anyway, since its digest names the layer. */
const digestOfWhole = async (
	{path: file, sha256}: Executable,
	{signal}: {readonly signal: AbortSignal},
): Promise<string> => {
	const digest = await digestOfFile(file, {signal});
	if (sha256 !== undefined && digest !== sha256) {
		throw new DamagedExecutableError(file);
	}

	return digest;
};

/** A program of ours is not as it was built. */
export class DamagedExecutableError extends ImageError {
	constructor(file: string) {
		super(`${file} has other bytes than were built`, {hint: 'Build it anew: npm run build -- --force'});
	}
}
