import {readdirSync, readFileSync} from 'node:fs';

/**
How long the threads that a process has now have waited for a processor since they began, added up, in milliseconds: they could have run, and others did.

@returns Undefined where the system does not tell, or the process is gone.
@see https://docs.kernel.org/scheduler/sched-stats.html (/proc/PID/schedstat)
*/
export const runDelayMs = (pid: number): number | undefined => {
	try {
		const tasks = `/proc/${pid}/task`;
		return readdirSync(tasks).reduce((sum, task) => sum + delayIn(`${tasks}/${task}/schedstat`), 0);
	} catch {
		return undefined;
	}
};

/** Its three numbers: nanoseconds on a processor, nanoseconds of waiting for one, and how often it got one. */
const delayIn = (file: string): number => {
	const delayMs = Number(readFileSync(file, 'latin1').split(' ')[1]) / 1e6;
	if (Number.isNaN(delayMs)) {
		throw new TypeError(`${file} does not tell how long its thread waited`);
	}

	return delayMs;
};
