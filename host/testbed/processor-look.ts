import {busyMs, type ProcessorWork, processorWork, threadsUsedMs} from '../process/processor-time.ts';
import {runDelayMs} from '../process/run-delay.ts';
import {type ProcessorLook, stealTime} from '../wait/steal-time.ts';

/** How long a guest waited for a processor that others had, by its QEMU's process id; in milliseconds. @returns Undefined where the system does not tell. */
export const guestSteal = (pid: number): (() => number) | undefined => {
	const look = (): ProcessorLook | undefined => lookOf(runDelayMs(pid), threadsUsedMs(pid), busyMs());
	return look() && stealTime(look);
};

/** How long the programs of a node of plain processes waited for a processor that others had. @param groups - Their process groups: what is in one of them is their own doing. */
export const processesSteal = (groups: ReadonlySet<number>, waitedMs: () => number): (() => number) =>
	stealTime(() => {
		const work = processorWork();
		return work && lookOf(waitedMs(), groupsMs(work, groups), work.busyMs);
	});

/** How long the harness waited for a processor that neither it nor the programs of its run had. @param groups - Those programs' process groups. */
export const harnessStealAtProcesses = (groups: () => ReadonlySet<number>): (() => number) =>
	stealTime(() => {
		const work = processorWork();
		return work && lookOf(runDelayMs(process.pid), work.ownMs + groupsMs(work, groups()), work.busyMs);
	});

/** How long the harness waited for a processor that neither it nor the guests of its run had. @param guestsUsedMs - How long those had one. */
export const harnessSteal = (guestsUsedMs: () => number): (() => number) =>
	stealTime(() => lookOf(runDelayMs(process.pid), guestsUsedMs() + (threadsUsedMs(process.pid) ?? 0), busyMs()));

const groupsMs = ({byGroupMs}: ProcessorWork, groups: ReadonlySet<number>): number =>
	[...groups].reduce((sum, group) => sum + (byGroupMs.get(group) ?? 0), 0);

const lookOf = (
	waitedMs: number | undefined,
	usedMs: number | undefined,
	busyMs: number | undefined,
): ProcessorLook | undefined =>
	waitedMs === undefined || usedMs === undefined || busyMs === undefined ? undefined : {waitedMs, usedMs, busyMs};
