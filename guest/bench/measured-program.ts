import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';

/** A program to measure, running. Disposing it kills it. */
export type MeasuredProgram = AsyncDisposable & {
	readonly pid: number;
	/** The first line of output that matches. Throws if the program ends before. */
	readonly line: (pattern: RegExp) => Promise<string>;
};

/** Start a program and listen to what it prints on either stream. */
export const startProgram = ([file, ...argv]: readonly [string, ...string[]]): MeasuredProgram => {
	const child = spawn(file, argv, {stdio: ['ignore', 'pipe', 'pipe']});
	const lines: string[] = [];
	let wake = (): void => undefined;
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({input: stream}).on('line', line => {
			lines.push(line);
			wake();
		});
	}

	const exited = once(child, 'exit').catch(() => []); // A program that cannot be started has no line either.
	let isOver = false;
	void exited.then(() => {
		isOver = true;
		wake();
	});
	return {
		pid: child.pid ?? 0,
		async line(pattern) {
			for (;;) {
				const found = lines.find(line => pattern.test(line));
				if (found !== undefined) {
					return found;
				}

				if (isOver) {
					throw new Error(`${file} ended without saying ${pattern}:\n${lines.slice(-5).join('\n')}`);
				}

				const {promise, resolve} = Promise.withResolvers<void>();
				wake = resolve;
				await promise;
			}
		},
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await exited;
		},
	};
};

/** Seconds of processor time a process has used so far; NaN where there is no /proc. */
export const cpuSeconds = async (pid: number): Promise<number> => {
	const fields = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ').at(-1)?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / 100;
};
