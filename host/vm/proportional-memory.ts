import {readFile} from 'node:fs/promises';

/**
What some processes take of the host's memory, in MiB: each page they share counts once, divided among all who share it (PSS). Linux only.

@throws If a process is gone, or may not be looked at.
*/
export const proportionalMemoryMiB = async (pids: readonly number[]): Promise<number> => {
	const kibibytes = await Promise.all(
		pids.map(async pid => Number(/^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1])),
	);
	return kibibytes.reduce((sum, each) => sum + each, 0) / 1024;
};
