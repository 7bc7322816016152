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

/** What the processors did since the system was started, all as of one moment, in milliseconds. */
export type ProcessorWork = {
	/** For anybody. */
	readonly busyMs: number;
	/** For all processes of a group, and their children that have ended, by the group's number. */
	readonly byGroupMs: ReadonlyMap<number, number>;
	/** For this process. */
	readonly ownMs: number;
};

/** Look at all processes of the system, or hand out what was seen at most a tenth of a second ago: many runs ask at a time, and a look costs some ten milliseconds. @returns Undefined where there is no /proc. */
export const processorWork = (): ProcessorWork | undefined => {
	if (seen === undefined || performance.now() - seen.atMs > 100) {
		const allMs = busyMs();
		const {user, system} = process.cpuUsage();
		seen = {
			atMs: performance.now(),
			work: allMs === undefined ? undefined : {busyMs: allMs, byGroupMs: groups(), ownMs: (user + system) / 1000},
		};
	}

	return seen.work;
};

let seen: {readonly atMs: number; readonly work: ProcessorWork | undefined} | undefined;

const groups = (): Map<number, number> => {
	const byGroupMs = new Map<number, number>();
	for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
		const {group, usedMs} = useOf(pid);
		byGroupMs.set(group, (byGroupMs.get(group) ?? 0) + usedMs);
	}

	return byGroupMs;
};

/** The second field is the name in parentheses and may hold anything, so fields are counted from its end: the group is the third, four times from the twelfth on. @see proc(5) */
const useOf = (pid: string): {group: number; usedMs: number} => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat
			.slice(stat.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
		const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11);
		return {group: fields[2] ?? 0, usedMs: (user + system + childrenUser + childrenSystem) * MS_A_TICK};
	} catch {
		return {group: 0, usedMs: 0}; // Gone between the two looks.
	}
};

/** USER_HZ, the unit of times in /proc: 100 on every Linux that Node runs on (proc(5)). */
const MS_A_TICK = 10;
