import {execa} from 'execa';
import {FULL_DISK_HINT, saysDiskFull} from './cache-problem.ts';
import {hintFor, type ProgramName} from './host-programs.ts';
import {ImageError} from './image-error.ts';

/**
Run a program of the host to its end.

@param onLine - Each line of its output, both streams.
@param cleansUp - It ends its own children and removes what it made when asked to stop, and must be let do so.
@throws {ImageError} If it is not installed, or ends with anything but 0: with its last lines.
@throws The signal's reason, if that ended it.
*/
export const runTool = async (
	file: ProgramName,
	arguments_: readonly string[],
	{
		signal,
		env = {},
		onLine,
		cwd,
		cleansUp = false,
	}: {
		readonly signal: AbortSignal;
		readonly env?: Readonly<Record<string, string>>;
		readonly onLine?: (line: string) => void;
		readonly cwd?: string;
		readonly cleansUp?: boolean;
	},
): Promise<void> => {
	signal.throwIfAborted();
	const lastLines: string[] = [];
	const subprocess = execa(file, [...arguments_], {
		all: true,
		buffer: false,
		cancelSignal: signal,
		env: {...env, LC_ALL: 'C.UTF-8'},
		...(cwd !== undefined && {cwd}),
		forceKillAfterDelay: cleansUp ? 15_000 : 5000,
		killDescendants: !cleansUp,
		reject: false,
		stdin: 'ignore',
	});
	for await (const line of subprocess.iterable({from: 'all'})) {
		lastLines.push(line);
		lastLines.splice(0, lastLines.length - 20);
		onLine?.(line);
	}

	const result = await subprocess;
	signal.throwIfAborted();
	if (result.code === 'ENOENT') {
		throw new ImageError(`${file} is not installed`, {hint: hintFor(file)});
	}

	if (result.failed) {
		const end = result.signal === undefined ? `exit code ${result.exitCode}` : result.signal;
		const words = lastLines.map(line => `  ${line}`).join('\n');
		throw new ImageError(`${file} failed (${end}). Its last lines:\n${words}`, {
			...(saysDiskFull(words) && {hint: FULL_DISK_HINT}),
		});
	}
};
