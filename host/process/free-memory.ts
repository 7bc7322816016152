import {readFileSync} from 'node:fs';
import {freemem} from 'node:os';
import {posix} from 'node:path';

/**
Memory that can be had without swapping and without being killed for it, in bytes: what the machine has, or what the narrowest of our control groups leaves.

Not `process.availableMemory()`: it takes what a group has of files in memory for used up, and images and templates are such files.

@param files - The root of the file system that tells; a test has its own.
@see https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
@see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
*/
export const freeMemory = (files = '/', free = freemem()): number => {
	const groups = read(`${files}/proc/self/cgroup`) ?? '';
	const [, v1] = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups) ?? [];
	const [, v2] = /^0::(.*)$/m.exec(groups) ?? [];
	const root = `${files}/sys/fs/cgroup`;
	const left = [
		...(v1 === undefined ? [] : upwards(v1).map(group => leftIn(`${root}/memory${group}`, V1))),
		...(v2 === undefined ? [] : upwards(v2).map(group => leftIn(`${root}${group}`, V2))),
	];
	return Math.max(0, Math.min(free, ...left));
};

/** A group and those it is in; the outermost last. In a container the names may begin outside of what is to be seen: then the outermost is the container's own. */
const upwards = (group: string): string[] =>
	group === '/' || !group.startsWith('/') ? ['/'] : [group, ...upwards(posix.dirname(group))];

type Names = {readonly limit: string; readonly used: string; readonly prefix: string};

const V1: Names = {limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', prefix: 'total_'};

const V2: Names = {limit: 'memory.max', used: 'memory.current', prefix: ''};

const leftIn = (folder: string, {limit, used, prefix}: Names): number => {
	const [most, taken] = [limit, used].map(name => Number(read(`${folder}/${name}`) ?? Number.NaN));
	if (most === undefined || taken === undefined || Number.isNaN(most) || Number.isNaN(taken)) {
		return Number.POSITIVE_INFINITY; // No such group, or "max".
	}

	const stat = read(`${folder}/memory.stat`) ?? '';
	const files = ['inactive_file', 'active_file'].map(name =>
		Number(new RegExp(`^${prefix}${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0),
	);
	return most - taken + files.reduce((sum, bytes) => sum + bytes, 0);
};

const read = (file: string): string | undefined => {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
};
