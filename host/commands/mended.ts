import {statfs} from 'node:fs/promises';
import {cacheProblem, FULL_DISK_HINT} from '../../image/cache-problem.ts';
import {DamagedLayerError, layersOf, verifyLayers} from '../../image/doubt.ts';
import {ImageError} from '../../image/image-error.ts';
import type {GuestImage} from '../../image/manifest.ts';
import {HarnessError} from '../harness-error.ts';
import {BootError} from '../vm/boot-error.ts';

/**
Do what boots guests of an image; when it fails, look into the image first.

@throws {DamagedLayerError} If the image is damaged: whatever failed.
*/
export const unlessDamaged = async <Value>(image: GuestImage, work: () => Promise<Value>): Promise<Value> => {
	try {
		return await work();
	} catch (error) {
		await verifyLayers(layersOf(image));
		throw error;
	}
};

/**
Make ready what guests need, once more if damage was found on the way, since what is damaged is made anew.

@throws {HarnessError} For everything the cache's file system may refuse, with what to do.
*/
export const orExpected = async <Value>(
	prepare: () => Promise<Value>,
	{
		cacheFolder,
		signal,
		onDamage,
	}: {readonly cacheFolder: string; readonly signal: AbortSignal; readonly onDamage: (damage: string) => void},
): Promise<Value> => {
	try {
		try {
			return await prepare();
		} catch (error) {
			if (!(error instanceof DamagedLayerError)) {
				throw error;
			}

			onDamage(error.message);
			return await prepare();
		}
	} catch (error) {
		signal.throwIfAborted();
		throw (await fullDisk(error, cacheFolder)) ?? asHarnessError(cacheProblem(error, cacheFolder) ?? error);
	}
};

/** Room that every step of ours has to spare, in bytes: with less, the disk is full. */
const LEAST_BYTES = 16 * 2 ** 20;

/** A guest whose memory is a file on a full disk dies of it by a signal (SIGBUS), without a word. */
const fullDisk = async (error: unknown, cacheFolder: string): Promise<HarnessError | undefined> => {
	if (!(error instanceof BootError)) {
		return undefined;
	}

	const {bavail, bsize} = await statfs(cacheFolder);
	return bavail * bsize < LEAST_BYTES
		? new HarnessError(`The disk of the cache in ${cacheFolder} is full. ${error.message}`, {
				hint: FULL_DISK_HINT,
				cause: error,
			})
		: undefined;
};

const asHarnessError = (error: unknown): unknown =>
	error instanceof ImageError
		? new HarnessError(error.message, {...(error.hint !== undefined && {hint: error.hint}), cause: error})
		: error;
