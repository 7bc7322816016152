import {setFlagsFromString, startupSnapshot} from 'node:v8';
import {hangupWasIgnored} from './hangup-mark.ts';
import {type Main, PERSISTENT_WORKER, workFor} from './persistent-worker.ts';

/**
Run a program's main function: at once, or, while its executable is being made, whenever that will be started. An executable holds the program's memory as it was when all its modules had been loaded: each start saves loading them (scripts/build.ts).

What a module does while it is loaded is done once, on the machine that makes the executable. So it must not look at arguments, environment, clock or streams: only what `main` calls may.

SIGINT, SIGTERM and SIGHUP ask it to end; SIGHUP only if it was not ignored at the start, as nohup does. Called with the one word `--persistent-worker`, the program runs one command line after another (persistent-worker.ts).

`OSP2P_V8_FLAGS` is for machines on which compiled code is dear, such as emulated ones (docs/vm.md).

@param needed - Modules of Node that each start loads. With other flags than it was built with, V8 compiles them anew instead of taking what Node brings compiled, so they are loaded before.
*/
export const runMain = (needed: readonly string[], main: Main): void => {
	if (startupSnapshot.isBuildingSnapshot()) {
		startupSnapshot.setDeserializeMainFunction(() => start(needed, main));
	} else {
		start(needed, main);
	}
};

const start = (needed: readonly string[], main: Main): void => {
	const flags = process.env['OSP2P_V8_FLAGS'];
	if (flags !== undefined) {
		for (const module of needed) {
			process.getBuiltinModule(module);
		}

		setFlagsFromString(flags);
	}

	const argv = process.argv.slice(2);
	if (argv[0] === PERSISTENT_WORKER) {
		workFor(process.stdin, main);
	} else {
		void runOnce(argv, main);
	}
};

const runOnce = async (argv: readonly string[], main: Main): Promise<void> => {
	// A reader or a terminal that goes away costs what is printed, not the service.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', () => undefined);
	}

	const stop = new AbortController();
	process.once('SIGINT', () => stop.abort());
	process.once('SIGTERM', () => stop.abort());
	// Stays: a terminal that goes away may say so twice.
	process.on('SIGHUP', hangupWasIgnored() ? () => undefined : () => stop.abort());
	process.exitCode = await main(argv, {signal: stop.signal});
};
