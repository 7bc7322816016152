/** What a host has to give. */
export type HostFacts = {
	/** Memory that can be had without swapping, in MiB. */
	readonly availableMiB: number;
	readonly cores: number;
};

/** What one guest takes. */
export type GuestNeeds = {
	readonly memoryMiB: number;
	readonly boot: 'fork' | 'cold';
	readonly accelerator: 'kvm' | 'hvf' | 'tcg';
	/** Whether somebody looks at idle processors and free memory before more come in: then processors are no limit, and a guest counts for what is usual, not for the worst. */
	readonly isWatched?: boolean;
};

/** How many guests fit, and what is short first. */
export type GuestBudget = {readonly guests: number; readonly eachMiB: number; readonly because: string};

/**
How many guests a host can carry at once.

A fork shares the template's pages until it writes to them, so it takes what a guest writes while it works, at most its memory; a cold guest takes all of its memory sooner or later. QEMU itself comes on top, under TCG with its translated code. For the cores, the limit is what still answers within a scenario's deadlines.
*/
export const guestsThatFit = (
	{memoryMiB, boot, accelerator, isWatched = false}: GuestNeeds,
	{availableMiB, cores}: HostFacts,
): GuestBudget => {
	const own = boot === 'fork' ? Math.min(memoryMiB, FORK_MIB) : memoryMiB;
	const each = isWatched && boot === 'fork' ? own : own + OVERHEAD_MIB[accelerator];
	const shared = boot === 'fork' ? memoryMiB * TEMPLATE_SHARE : 0;
	const byMemory = Math.max(0, Math.floor((availableMiB - RESERVE_MIB - shared) / each));
	const byCores = cores * GUESTS_A_CORE[accelerator];
	return isWatched || byMemory <= byCores
		? {
				guests: byMemory,
				eachMiB: each,
				because: `${availableMiB} MiB of memory are free, and a guest takes ${each} MiB`,
			}
		: {
				guests: byCores,
				eachMiB: each,
				because: `${cores} cores, and more than ${GUESTS_A_CORE[accelerator]} guests each would be too slow to judge`,
			};
};

/** What a fork may come to have of its own, in MiB. Measured (PSS, QEMU included): idle 94, logged in 131, with a tracker 258, with one program and a file of 60 MB 330, with a tracker, two peers and that file twice 616; used again and again in grading, for eight minutes, 150 to 300. */
const FORK_MIB = 320;

/** What QEMU needs beside the guest's memory, in MiB; for TCG its `tb-size` when full, and what describes its blocks. */
const OVERHEAD_MIB = {kvm: 60, hvf: 60, tcg: 300} as const;

/** The part of a template's memory that is not empty. */
const TEMPLATE_SHARE = 0.5;

/** Left to the harness and whatever else runs, in MiB. */
const RESERVE_MIB = 1024;

/** Guests that mostly wait: sixteen forks on two cores still answer within seconds. */
const GUESTS_A_CORE = {kvm: 16, hvf: 16, tcg: 8} as const;
