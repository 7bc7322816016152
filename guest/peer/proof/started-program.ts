import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

/** One of the guest programs, running for a test. Disposing it kills it. */
export type StartedProgram = AsyncDisposable & {
	readonly pid: number;
	/** What it printed on either stream: the last thousand lines. */
	readonly lines: readonly string[];
	/** The first line that matches, waited for. Throws if the program ends before. */
	readonly line: (pattern: RegExp) => Promise<string>;
	/** Exit code; null after a signal. */
	readonly exited: Promise<number | null>;
	readonly kill: (signal: NodeJS.Signals) => void;
	/** Undefined where there is no /proc, or no process any more. */
	readonly usage: () => Usage | undefined;
};

/** What a process has. `ownMiB`: without the pages of its executable, of which the system maps between 55 and 80 MiB as its cache has them. */
export type Usage = {readonly residentMiB: number; readonly ownMiB: number; readonly descriptors: number};

/** Start the peer or the tracker: the executable if it is asked for and built, else the source. */
export const startProgram = (
	name: 'peer' | 'tracker',
	argv: readonly string[],
	{isBuilt = false}: {readonly isBuilt?: boolean} = {},
): StartedProgram => {
	const executable = here(`../../../dist/osp${name}`);
	const [file, ...first] =
		isBuilt && existsSync(executable) ? [executable] : [process.execPath, here(`../../${name}/main.ts`)];
	const child = spawn(file, [...first, ...argv], {stdio: ['ignore', 'pipe', 'pipe']});
	const lines: string[] = [];
	let wake = (): void => undefined;
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({input: stream}).on('line', line => {
			lines.push(line);
			lines.splice(0, lines.length - 1000);
			wake();
		});
	}

	let isOver = false;
	const exited = once(child, 'close').then(([code]) => {
		isOver = true;
		wake();
		return code as number | null;
	});
	return {
		pid: child.pid ?? 0,
		lines,
		exited,
		kill: signal => child.kill(signal),
		async line(pattern) {
			for (;;) {
				const found = lines.find(line => pattern.test(line));
				if (found !== undefined) {
					return found;
				}

				if (isOver) {
					throw new Error(`${name} ended without saying ${pattern}:\n${lines.slice(-10).join('\n')}`);
				}

				const {promise, resolve} = Promise.withResolvers<void>();
				wake = resolve;
				await promise;
			}
		},
		usage() {
			try {
				const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
				const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
				return {
					residentMiB: kib('VmRSS') / 1024,
					ownMiB: (kib('VmRSS') - kib('RssFile')) / 1024,
					descriptors: readdirSync(`/proc/${child.pid}/fd`).length,
				};
			} catch {
				return undefined;
			}
		},
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await exited;
		},
	};
};

/** The port in a line like `listening on 127.0.0.1:11112`. */
export const portIn = (line: string): number => Number(/:(\d+)/.exec(line)?.[1]);

const here = (path: string): string => join(import.meta.dirname, path);
