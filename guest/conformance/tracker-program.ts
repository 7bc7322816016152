import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {dial, UnreachableError} from '../net/dial.ts';
import type {Endpoint} from '../protocol/endpoint.ts';
import type {TrackerCase} from './tracker-case.ts';

/** How to start a program: its file and its arguments. With `{port}` in them it is a command line of its own; else the original's options are added. */
export type ProgramCommand = readonly [file: string, ...argv: readonly string[]];

/** Whether a program has a command line of its own, and so knows nothing of the original's options. */
export const hasOwnOptions = (command: ProgramCommand): boolean => command.some(word => word.includes(PORT));

/** Stands for the port that a tracker is to listen at. */
const PORT = '{port}';

/** A tracker that takes connections; disposing it kills it. */
export type TrackerProgram = Endpoint &
	AsyncDisposable & {
		readonly pid: number;
		/** How it ended by itself, if it has: its exit status, or a signal. */
		readonly ended: () => string | undefined;
	};

/** Time a program has to listen, or to end because of a wrong option. */
const START_DEADLINE_MS = 20_000;

/**
Start a tracker and wait until it takes connections.

@param command - Where it has options of its own, `{port}` is filled in; else it is told `-pPORT`.
@throws {Error} If it ends or does not listen in time; the message holds what it wrote to stderr.
*/
export const startTrackerProgram = async (
	command: ProgramCommand,
	{flags = [], nofile}: Pick<TrackerCase, 'flags' | 'nofile'>,
): Promise<TrackerProgram> => {
	const endpoint = {address: '127.0.0.1', port: await freePort()};
	const child = start(atPort(command, endpoint.port, flags), nofile);
	const exited = once(child, 'exit');
	let errors = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		errors = (errors + text).slice(-2000);
	});

	const deadline = performance.now() + START_DEADLINE_MS;
	while (!(await listens(endpoint))) {
		if (child.exitCode !== null || performance.now() > deadline) {
			child.kill('SIGKILL');
			throw new Error(`${command.join(' ')} does not listen at port ${endpoint.port}: ${errors}`);
		}

		await pause(20);
	}

	return {
		...endpoint,
		pid: child.pid ?? 0,
		ended: () => child.signalCode ?? (child.exitCode === null ? undefined : `exit status ${child.exitCode}`),
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await exited;
		},
	};
};

/** Run a program that is expected to end at once. @returns Its exit status. @throws {Error} If it goes on. */
export const exitStatusOf = async (command: ProgramCommand, flags: readonly string[]): Promise<number | null> => {
	const child = start([...command, ...flags], undefined);
	const timer = setTimeout(() => child.kill('SIGKILL'), START_DEADLINE_MS);
	const [exitCode] = await once(child, 'exit');
	clearTimeout(timer);
	return exitCode;
};

const atPort = (command: ProgramCommand, port: number, flags: readonly string[]): ProgramCommand => {
	const [file, ...argv] = command;
	return hasOwnOptions(command)
		? [file, ...argv.map(word => word.replaceAll(PORT, String(port)))]
		: [...command, `-p${port}`, ...flags];
};

const start = (command: ProgramCommand, nofile: number | undefined): ChildProcess => {
	// Only a shell can lower the limit of what it then becomes.
	const [file, ...argv]: ProgramCommand =
		nofile === undefined ? command : ['sh', '-c', `ulimit -n ${nofile} && exec "$@"`, 'sh', ...command];
	return spawn(file, argv, {stdio: ['ignore', 'ignore', 'pipe']});
};

const freePort = async (): Promise<number> => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as {port: number};
	server.close();
	await once(server, 'close');
	return port;
};

const listens = async (endpoint: Endpoint): Promise<boolean> => {
	try {
		const socket = await dial(endpoint, {deadlineMs: 1000});
		socket.destroy();
		return true;
	} catch (error) {
		if (error instanceof UnreachableError) {
			return false;
		}

		throw error;
	}
};
