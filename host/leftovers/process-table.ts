import {execFile} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {promisify} from 'node:util';

/** A process of this machine. */
export type ProcessEntry = {
	readonly pid: number;
	/** Its command line, arguments joined by blanks. */
	readonly command: string;
	/** When it began, in the system's own words: a pid that was given anew has another. */
	readonly began: string;
};

/** All processes we may see: from /proc where there is one, else from `ps` (macOS). */
export const processTable = async (): Promise<ProcessEntry[]> => {
	try {
		return await fromProc();
	} catch {
		return fromPs();
	}
};

const fromProc = async (): Promise<ProcessEntry[]> => {
	const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
	if (pids.length === 0) {
		throw new Error('there is no /proc');
	}

	const entries = await Promise.all(
		pids.map(async pid => {
			try {
				const [commandLine, stat] = await Promise.all([
					readFile(`/proc/${pid}/cmdline`, 'utf8'),
					readFile(`/proc/${pid}/stat`, 'utf8'),
				]);
				// The second field is the program's name and may hold anything, so fields are counted from behind it (proc(5)).
				const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
				const [state = '', began = ''] = [fields[0], fields[STARTTIME]];
				return state === 'Z' ? undefined : {pid: Number(pid), command: commandLine.replaceAll('\0', ' ').trim(), began};
			} catch {
				return undefined; // It ended while we looked.
			}
		}),
	);
	return entries.filter(entry => entry !== undefined);
};

/** Place of `starttime` in /proc/PID/stat, counted from the state (field 3). */
const STARTTIME = 19;

const fromPs = async (): Promise<ProcessEntry[]> => {
	const {stdout} = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,lstart=,command='], {
		maxBuffer: 64 * 2 ** 20,
		env: {LC_ALL: 'C'},
	});
	return stdout.split('\n').flatMap(line => {
		// lstart is always five words: Sun Nov 22 17:00:00 2026.
		const found = /^\s*(?<pid>\d+)\s+(?<began>(?:\S+\s+){4}\S+)\s+(?<command>.*)$/.exec(line)?.groups;
		return found === undefined
			? []
			: [{pid: Number(found['pid']), began: found['began'] ?? '', command: found['command'] ?? ''}];
	});
};
