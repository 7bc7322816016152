import {until} from '../wait/until.ts';
import type {Extra} from './in-parallel.ts';

/** What a machine has done so far, and has left. */
export type MachineLoad = {
	/** How long its processors had nothing to do, added up, in milliseconds. */
	readonly idleMs: number;
	/** When that was: a clock in milliseconds. */
	readonly atMs: number;
	readonly freeMemoryMiB: number;
};

/**
Wait until the machine has to spare what one more piece of work takes. Measured and not counted: pieces that wait for something take no processor, and many of them go beside each other; pieces that compute get no company.

@param look - Looks at the machine.
@param needsMiB - Memory that a piece takes.
@returns Also when the signal is aborted.
*/
export const untilSpareCapacity = async ({
	look,
	needsMiB,
	signal,
	everyMs = LOOK_EVERY_MS,
}: {
	readonly look: () => MachineLoad;
	readonly needsMiB: number;
	readonly signal: AbortSignal;
	readonly everyMs?: number;
}): Promise<void> => {
	let before = look();
	const hasCapacity = async (): Promise<true | undefined> => {
		const now = look();
		const idleProcessors = (now.idleMs - before.idleMs) / (now.atMs - before.atMs); // Not a number when no time has passed: no room.
		before = now;
		return (idleProcessors >= IDLE_PROCESSORS && now.freeMemoryMiB >= needsMiB) || undefined;
	};
	await until('room for more work', hasCapacity, {signal, everyMs}).catch((error: unknown) => {
		if (!signal.aborted) {
			throw error;
		}
	});
};

/** More work than has always room: as much as the machine is seen to have to spare, up to so many pieces. */
export const asCapacityAllows = (
	{most, needsMiB}: {readonly most: number; readonly needsMiB: number},
	{look}: {readonly look: () => MachineLoad},
): Extra => ({most, untilCapacity: async ({signal}) => untilSpareCapacity({look, needsMiB, signal})});

/** So many processors have to have nothing to do. */
const IDLE_PROCESSORS = 0.5;

/** How long they are watched, in milliseconds: a piece that has just begun shows in it. */
const LOOK_EVERY_MS = 2000;
