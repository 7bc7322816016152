import {aborted} from '../net/abortable.ts';
import {runMain} from '../net/run-main.ts';
import {parseOptions, type TrackerCommand, UsageError} from './options.ts';
import {type RunningTracker, startTracker, type TrackerSurroundings} from './tracker.ts';

const main = async (command: TrackerCommand, signal: AbortSignal): Promise<void> => {
	if (command.type === 'print') {
		process.stdout.write(command.text);
		return;
	}

	if (command.type === 'evil') {
		return beEvil(command, signal);
	}

	await using tracker = await startTracker(command.plan, {
		random: Math.random,
		now: () => performance.now(),
		...(command.tellsRefusals && {refused: tellRefusals()}),
	});
	process.stdout.write(`osptracker: listening on ${tracker.address}:${tracker.port}\n`);
	await using _metrics =
		command.metricsPort === undefined ? undefined : await startMetrics(tracker, command.metricsPort);
	await aborted(signal);
};

/** Prints what is refused, of each address so much that a flood is seen and fills no disk. */
const tellRefusals = (): NonNullable<TrackerSurroundings['refused']> => {
	const told = new Map<string, number>();
	return refusal => {
		const count = (told.get(refusal.from) ?? 0) + 1;
		told.set(refusal.from, count);
		if (count <= MOST_TOLD) {
			process.stdout.write(`${JSON.stringify({event: 'refused', ...refusal})}\n`);
		}
	};
};

const MOST_TOLD = 100;

/** Loaded only when asked for: an HTTP server more than doubles the start. */
const startMetrics = async (tracker: RunningTracker, port: number): Promise<AsyncDisposable> => {
	const {serveMetrics} = await import('./metrics.ts');
	const server = await serveMetrics(tracker, {port});
	process.stdout.write(`osptracker: figures at http://127.0.0.1:${server.port}/metrics\n`);
	return server;
};

/** The one place where the honest program reaches for the evil one. */
const beEvil = async (
	{mode, seed, plan}: Extract<TrackerCommand, {type: 'evil'}>,
	signal: AbortSignal,
): Promise<void> => {
	const {runEvil, listing} = await import('../adversary/catalogue.ts');
	if (mode === 'list') {
		process.stdout.write(listing());
		return;
	}

	await runEvil(
		mode,
		{
			listenOn: plan,
			files: [],
			seed,
			seconds: 24 * 60 * 60,
			emit(event) {
				const isReady = event.event === 'listening';
				process.stdout.write(
					isReady ? `osptracker: listening on ${event.address}:${event.port}\n` : `${JSON.stringify(event)}\n`,
				);
			},
		},
		{signal, log: line => process.stderr.write(`osptracker: ${line}\n`)},
	);
};

/** Expected: the system refuses a port, an address, a descriptor. It says so well enough. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

/** What to do where a port cannot be had, by the system's name for why. */
const ADVICE: Readonly<Record<string, string>> = {
	EADDRINUSE: '; end what listens there, or choose another with --port or --any-port',
	EACCES: '; ports below 1024 are for root: choose another with --port',
	EADDRNOTAVAIL: '; --address takes an address of this machine',
};

// Listening asks for it.
runMain(['node:cluster'], async (argv, {signal}) => {
	try {
		await main(parseOptions(argv), signal);
		return 0;
	} catch (error) {
		if (error instanceof UsageError) {
			process.stderr.write(`osptracker: ${error.message}\nosptracker: --help tells what is understood\n`);
		} else if (isSystemError(error)) {
			process.stderr.write(`osptracker: ${error.message}${ADVICE[error.code ?? ''] ?? ''}\n`);
		} else if (error instanceof Error && error.name === 'EvilUsageError') {
			process.stderr.write(`osptracker: ${error.message}\n`);
		} else {
			throw error; // A bug: let Node print the stack.
		}

		return 1;
	}
});
