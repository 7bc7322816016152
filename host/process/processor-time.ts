import {readdirSync, readFileSync} from 'node:fs';

/** How long this host's processors worked for anybody since it was started, added up, in milliseconds; what a hypervisor took from them counts. Undefined where there is no /proc. @see proc(5) */
export const busyMs = (): number | undefined => {
	try {
		const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
			readFileSync('/proc/stat', 'latin1').split('\n', 1)[0]?.split(/\s+/).map(Number) ?? [];
		return (user + nice + system + irq + softirq + steal) * MS_A_TICK;
	} catch {
		return undefined;
	}
};

/** How long the threads that a process has now were on a processor, added up, in milliseconds; undefined when it is gone. @see https://docs.kernel.org/scheduler/sched-stats.html */
export const threadsUsedMs = (pid: number): number | undefined => {
	try {
		const tasks = `/proc/${pid}/task`;
		return readdirSync(tasks).reduce(
			(sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]) / 1e6,
			0,
		);
	} catch {
		return undefined;
	}
};

/** How long all processes of these groups, and their children that have ended, were on a processor, added up, in milliseconds. */
export const groupsUsedMs = (groups: ReadonlySet<number>): number =>
	pids().reduce((sum, pid) => sum + usedMsIn(pid, groups), 0);

const pids = (): string[] => {
	try {
		return readdirSync('/proc').filter(name => /^\d+$/.test(name));
	} catch {
		return [];
	}
};

/** The second field is the name in parentheses and may hold anything, so fields are counted from its end: the group is the third, four times from the twelfth on. */
const usedMsIn = (pid: string, groups: ReadonlySet<number>): number => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat
			.slice(stat.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
		const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11);
		return groups.has(fields[2] ?? 0) ? (user + system + childrenUser + childrenSystem) * MS_A_TICK : 0;
	} catch {
		return 0; // Gone between the two looks.
	}
};

/** USER_HZ, the unit of times in /proc: 100 on every Linux that Node runs on (proc(5)). */
const MS_A_TICK = 10;
