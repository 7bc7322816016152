import {readFileSync} from 'node:fs';

/**
How often the kernel has killed a process for want of memory since it started, on the whole machine and in every control group; 0 where it does not tell.

@see https://docs.kernel.org/filesystems/proc.html (vmstat)
*/
export const outOfMemoryKills = (): number => {
	try {
		return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? 0);
	} catch {
		return 0;
	}
};

/** The last line of a child that the kernel killed so: what happened, and what to do. */
export const OUT_OF_MEMORY =
	'The kernel killed it, for there was not enough memory. Give it more (the limit of a control group or container counts), or have less at a time: --jobs 1, --memory with fewer MiB.';
