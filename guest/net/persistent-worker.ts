import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';

/**
What a program does for a command line, without the program's name. When `signal` aborts it ends.

@returns The exit status. What is expected to go wrong is told and has one; only a bug throws.
*/
export type Main = (argv: readonly string[], options: {readonly signal: AbortSignal}) => Promise<number>;

/** The word that makes one of our programs a worker. */
export const PERSISTENT_WORKER = '--persistent-worker';

/** What a worker is told, a line of JSON each. `argv` begins a run, `stop` asks the one of that number to end, as SIGTERM would. */
type WorkRequest = {readonly run: number; readonly argv: readonly string[]} | {readonly stop: number};

/** How long what a run had open may take to close, in milliseconds. */
const REST_MS = 2000;

/**
Run one command line after another in this process, one at a time: on a machine where the start of a program costs more than what it does (docs/vm.md).

A run prints what the program prints. When it is over and nothing of it keeps Node busy any more, a line of standard output says `{"event":"run-ended","run":N,"exitCode":N}`. A run that leaves something open takes the process with it, and so does a bug. The worker ends with its input.

@param input - Has a `WorkRequest` a line.
*/
export const workFor = (input: Readable, main: Main): void => {
	let current: {readonly run: number; readonly stop: AbortController} | undefined;
	const requests = createInterface({input});
	const before = openNow();

	const work = async (run: number, argv: readonly string[]): Promise<void> => {
		const stop = new AbortController();
		current = {run, stop};
		const exitCode = await main(argv, {signal: stop.signal});
		const left = await leftOpen(before);
		current = undefined;
		process.stdout.write(`${JSON.stringify({event: 'run-ended', run, exitCode, ...(left.length > 0 && {left})})}\n`);
		if (left.length > 0) {
			process.exit(exitCode);
		}
	};

	requests.on('close', () => process.exit());
	requests.on('line', line => {
		const request = JSON.parse(line) as WorkRequest;
		if ('argv' in request) {
			void work(request.run, request.argv);
		} else if (request.stop === current?.run) {
			current.stop.abort();
		}
	});
};

/** Kinds of what this process has open now, its streams among them. */
const openNow = (): string[] => {
	void [process.stdout, process.stderr]; // Opened when they are asked for.
	return process.getActiveResourcesInfo();
};

/** Kinds of what is open beyond what was open before, once that does not change any more. */
const leftOpen = async (before: readonly string[]): Promise<string[]> => {
	const untilMs = performance.now() + REST_MS;
	for (;;) {
		const expected = [...before];
		const left = openNow().filter(kind => {
			const at = expected.indexOf(kind);
			return at === -1 || expected.splice(at, 1).length === 0;
		});
		if (left.length === 0 || performance.now() > untilMs) {
			return left;
		}

		await setTimeout(5);
	}
};
