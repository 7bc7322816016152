import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {type Endpoint, parseEndpoint} from '../protocol/endpoint.ts';

/** A server that is measured from outside; disposing it kills it. */
export type ServerProcess = AsyncDisposable & {
	readonly endpoint: Endpoint;
	/** From spawning it to its line "… listening on ADDRESS:PORT". */
	readonly startMs: number;
	/** Its resident memory in KiB; NaN where there is no /proc. */
	readonly residentKiB: () => number;
	/** Processor time it used so far, in seconds; NaN where there is no /proc. Unlike the clock's, it hardly depends on who else is busy. */
	readonly cpuSeconds: () => number;
};

/**
Start a server and wait until it says that it listens.

@throws {Error} If it ends before.
*/
export const startServer = async ([file, ...argv]: readonly [string, ...string[]]): Promise<ServerProcess> => {
	const startedMs = performance.now();
	const child = spawn(file, argv, {stdio: ['ignore', 'pipe', 'inherit']});
	const exited = once(child, 'exit');
	const [line] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), exited]);
	const endpoint = parseEndpoint(/listening on (\S+)/.exec(String(line))?.[1] ?? '');
	if (!endpoint) {
		throw new Error(`${file} ended, or said "${line}" instead of where it listens`);
	}

	return {
		endpoint,
		startMs: performance.now() - startedMs,
		residentKiB() {
			try {
				return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
			} catch {
				return Number.NaN;
			}
		},
		cpuSeconds() {
			try {
				// Fields 14 and 15, in hundredths of a second; the name in field 2 may hold blanks, but ends in the last bracket.
				const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
					.replace(/^.*\) /s, '')
					.split(' ');
				return (Number(fields[11]) + Number(fields[12])) / 100;
			} catch {
				return Number.NaN;
			}
		},
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await exited;
		},
	};
};
