import {addAbortListener} from 'node:events';
import {constants} from 'node:os';
import {LastLines} from '../lines/last-lines.ts';
import {LineCutter} from '../lines/line-cutter.ts';
import {openLog} from '../lines/log-file.ts';
import type {GuestAgent, ProgramListener} from './guest-agent.ts';
import type {ProgramControl} from './persistent-worker.ts';
import {MOST_LOG_BYTES, PROGRAM_LIMITS} from './program-limits.ts';
import type {Command, ProgramExit, ProgramUsage, RunningProgram, StartOptions} from './test-node.ts';

/** How long a program may take to end when asked, in milliseconds. Killing an emulated guest's program early would look like its fault. */
const GRACE_MS = 8000;

/** How long the news of its end may take once a program is killed, in milliseconds. */
const KILL_MS = 30_000;

/** Often enough to see a leak grow, rare enough to cost nothing. */
const SAMPLE_EVERY_MS = 1000;

/** How a program comes to run in a guest. */
export type Launch = (listener: ProgramListener) => Promise<ProgramControl>;

/** As a process of its own: of the user without rights (`osp`) or of one whom those cannot touch (`root`), in a control group, limited, measured, and killed with all it started. */
export const alone =
	(
		agent: GuestAgent,
		command: Command,
		{label, cwd, user}: {readonly label: string; readonly cwd: string; readonly user: 'osp' | 'root'},
	): Launch =>
	async listener => {
		const {memoryMiB, tasks} = PROGRAM_LIMITS;
		await agent.start([user, label, String(memoryMiB), String(tasks), cwd, ...command], listener);
		return {
			end: async () => agent.ask('signal', [label, 'TERM']),
			kill: async () => agent.ask('kill', [label]),
			usage: async () => agent.ask('usage', [label]),
		};
	};

/** Start a program in a guest, and keep what it prints. */
export const startGuestProgram = async (
	launch: Launch,
	{
		node,
		logFolder,
		label,
		signal,
		onLine,
		onUsage,
		delayMs,
	}: Omit<StartOptions, 'cwd'> & {
		readonly node: string;
		readonly logFolder: string;
		/** How long the guest waited for a processor so far, in milliseconds; left out where nobody knows. */
		readonly delayMs?: (() => number) | undefined;
	},
): Promise<RunningProgram> => {
	signal.throwIfAborted();
	await using stack = new AsyncDisposableStack();
	const lastLines = new LastLines();
	const log = stack.use(
		openLog(`${logFolder}/${node}.${label}.log`, {
			flags: 'a',
			mostBytes: MOST_LOG_BYTES,
			onError: ({message}) => lastLines.add(`(its log ends here: ${message})`),
		}),
	);
	const hear = (line: string): void => {
		lastLines.add(line);
		log.write(`${line}\n`);
		onLine?.(line);
	};
	const cutters = {out: new LineCutter(), err: new LineCutter()};
	const {promise: exited, resolve} = Promise.withResolvers<ProgramExit>();
	const control = await launch({
		output(stream, bytes) {
			for (const line of cutters[stream].push(bytes)) {
				hear(line);
			}
		},
		exit(status) {
			for (const line of [...cutters.out.end(), ...cutters.err.end()]) {
				hear(line);
			}

			resolve({...endOf(status), lastLines: lastLines.all});
		},
	});
	let hasEnded = false;
	void exited.then(() => {
		hasEnded = true;
	});
	const kill = async (): Promise<ProgramExit> => {
		await control.kill();
		// What cannot be killed is given up: its guest is not used again, and nobody waits.
		const late = setTimeout(() => resolve({...endOf(undefined), lastLines: lastLines.all}), KILL_MS);
		try {
			return await exited;
		} finally {
			clearTimeout(late);
		}
	};
	// A guest that is lost has taken its programs along.
	stack.defer(async () => void (await kill().catch(() => undefined)));
	stack.use(addAbortListener(signal, () => void kill().catch(() => undefined)));
	const usage = async (): Promise<ProgramUsage | undefined> => {
		const askedMs = performance.now();
		const used = parseUsage((await control.usage())?.toString('latin1') ?? '');
		return (
			used && {
				...used,
				toldMs: Math.round(performance.now() - askedMs),
				...(delayMs && {lostSeconds: delayMs() / 1000}),
			}
		);
	};
	if (onUsage !== undefined) {
		stack.defer(sampleUsage(usage, {onUsage, exited}));
	}

	const owned = stack.move();
	return {
		exited,
		lastLines: () => lastLines.all,
		usage,
		async stop({graceMs = GRACE_MS} = {}) {
			if (hasEnded) {
				return exited;
			}

			const used = onUsage && (await usage());
			if (used) {
				onUsage?.(used);
			}

			const grace = setTimeout(() => void kill().catch(() => undefined), graceMs);
			try {
				await control.end();
				return await exited;
			} finally {
				clearTimeout(grace);
			}
		},
		kill,
		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};

/** Measures again and again while the program lives. @returns What ends that. */
const sampleUsage = (
	usage: () => Promise<ProgramUsage | undefined>,
	{onUsage, exited}: {readonly onUsage: (usage: ProgramUsage) => void; readonly exited: Promise<unknown>},
): (() => void) => {
	let isOver = false;
	let isMeasuring = false;
	const sampler = setInterval(async () => {
		if (isMeasuring) {
			return; // A guest that is too busy to answer is not asked again.
		}

		isMeasuring = true;
		const used = await usage().catch(() => undefined);
		isMeasuring = false;
		if (used !== undefined && !isOver) {
			onUsage(used);
		}
	}, SAMPLE_EVERY_MS);
	const end = (): void => {
		isOver = true;
		clearInterval(sampler);
	};
	void exited.then(end);
	return end;
};

/** Read a line of usage; undefined when the program is gone. */
export const parseUsage = (output: string): ProgramUsage | undefined => {
	const number = (name: string): number | undefined => {
		const text = new RegExp(String.raw`\b${name}=([\d.]+)`).exec(output)?.[1];
		return text === undefined ? undefined : Number(text);
	};
	const [resident, files, cpuSeconds] = [number('resident'), number('files'), number('cpu')];
	if (resident === undefined || resident === 0 || files === undefined || cpuSeconds === undefined) {
		return undefined;
	}

	return {residentMiB: resident / 1024 / 1024, openFiles: files, cpuSeconds, diskMiB: (number('disk') ?? 0) / 1024};
};

/** A wait status, as wait(2) gives it; a guest that was lost told none. */
const endOf = (status: number | undefined): Pick<ProgramExit, 'exitCode' | 'signal'> => {
	if (status === undefined) {
		return {exitCode: null, signal: null};
	}

	const number = status & 0x7f;
	const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
	return number === 0 ? {exitCode: status >> 8, signal: null} : {exitCode: null, signal: name ?? `SIG${number}`};
};
