import {readdir, readFile} from 'node:fs/promises';
import type {ProgramUsage} from './test-node.ts';

/** What a process of this host uses now, read from /proc; undefined once it is gone, and always where there is no /proc. */
export const processUsage = async (pid: number): Promise<Omit<ProgramUsage, 'diskMiB'> | undefined> => {
	try {
		const [status, stat, files] = await Promise.all([
			readFile(`/proc/${pid}/status`, 'utf8'),
			readFile(`/proc/${pid}/stat`, 'utf8'),
			readdir(`/proc/${pid}/fd`),
		]);
		return {
			residentMiB: residentKib(status) / 1024,
			openFiles: files.length,
			cpuSeconds: cpuTicks(stat) / TICKS_PER_SECOND,
		};
	} catch {
		return undefined;
	}
};

/** USER_HZ, the unit of times in /proc: 100 on every Linux that Node runs on (proc(5)). */
const TICKS_PER_SECOND = 100;

const residentKib = (status: string): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);

/** The second field is the name in parentheses and may hold anything, so fields are counted from its end: utime and stime are 14 and 15. */
const cpuTicks = (stat: string): number => {
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return Number(fields[11]) + Number(fields[12]);
};
