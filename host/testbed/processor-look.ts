import {busyMs, groupsUsedMs, threadsUsedMs} from '../process/processor-time.ts';
import {runDelayMs} from '../process/run-delay.ts';
import {lossToOthers, type ProcessorLook} from '../wait/loss-to-others.ts';

/** How long a guest waited for a processor that others had, by its QEMU's process id; in milliseconds. @returns Undefined where the system does not tell. */
export const guestLoss = (pid: number): (() => number) | undefined => {
	const look = lookBy(
		() => runDelayMs(pid),
		() => threadsUsedMs(pid),
	);
	return look() && lossToOthers(look);
};

/** How long the programs of a node of plain processes waited for a processor that others had. @param groups - Their process groups: what is in one of them is their own doing. */
export const processesLoss = (groups: ReadonlySet<number>, waitedMs: () => number): (() => number) =>
	lossToOthers(lookBy(waitedMs, () => groupsUsedMs(groups)));

/** How long the harness waited for a processor that neither it nor the nodes of its run had. @param nodesUsedMs - How long those had one. */
export const harnessLoss = (nodesUsedMs: () => number): (() => number) =>
	lossToOthers(
		lookBy(
			() => runDelayMs(process.pid),
			() => nodesUsedMs() + (threadsUsedMs(process.pid) ?? 0),
		),
	);

const lookBy = (waited: () => number | undefined, used: () => number | undefined) => (): ProcessorLook | undefined => {
	const [waitedMs, usedMs, allMs] = [waited(), used(), busyMs()];
	return waitedMs === undefined || usedMs === undefined || allMs === undefined
		? undefined
		: {waitedMs, usedMs, busyMs: allMs};
};
