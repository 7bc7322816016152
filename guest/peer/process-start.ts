import {readFileSync} from 'node:fs';

/**
When a process of this machine began, in milliseconds since 1970. What was last written before that, it did not write, though it has the number of the process that did: in a container that is started again, the first is always number 1.

@returns Undefined when there is no such process; 0 when the system does not tell when it began.
@see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (starttime)
*/
export const processStart = (pid: number): number | undefined => {
	if (!isAlive(pid)) {
		return undefined;
	}

	const now = Date.now();
	if (pid === process.pid) {
		return now; // We ask before we write.
	}

	try {
		// The second field is the program's name and may hold anything, so fields are counted from behind it.
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const upSeconds = Number.parseFloat(readFileSync('/proc/uptime', 'latin1'));
		const began = now - (upSeconds - Number(fields[STARTTIME]) / TICKS_PER_SECOND) * 1000;
		return began <= now + 1000 ? began : 0; // A container may be shown another clock than its processes.
	} catch {
		return 0;
	}
};

/** Place of `starttime`, counted from the state (field 3). */
const STARTTIME = 19;

/** USER_HZ: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const isAlive = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
};
