#!/usr/bin/env node
import {randomInt} from 'node:crypto';
import {addAbortListener} from 'node:events';
import {availableParallelism, cpus, tmpdir} from 'node:os';
import {dirname} from 'node:path';
import packageJson from '../package.json' with {type: 'json'};
import {cacheFolderOf} from './cache-folder.ts';
import {commandLine} from './commands/command-line.ts';
import type {Surroundings} from './commands/surroundings.ts';
import {searchPath} from './doctor/prerequisites.ts';
import {HarnessError} from './harness-error.ts';
import {plainText} from './lines/plain-text.ts';
import {freeMemory} from './process/free-memory.ts';
import {EXIT} from './scenario/result.ts';

/** What shells report for a program that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/** How long an orderly end may take once it was asked for, in milliseconds. */
const LEAVE_MS = 20_000;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => stopOrLeave(signal));
}

for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', error => {
		if ('code' in error && error.code === 'EPIPE') {
			process.exit(); // Whoever read us has seen enough, as in `… | head`.
		}

		throw error;
	});
}

try {
	process.exitCode = await commandLine(process.argv.slice(2), surroundings());
} catch (error) {
	if (stop.signal.aborted) {
		process.stderr.write(`osp2p: ${stop.signal.reason.message}\n`);
		process.exitCode = EXIT_INTERRUPTED;
	} else if (error instanceof HarnessError) {
		process.stderr.write(`osp2p: ${plainText(error.message)}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
		process.exitCode = EXIT.harnessProblem;
	} else {
		const stack = error instanceof Error ? error.stack : String(error);
		process.stderr.write(`osp2p: this is a bug of OSP2P, not of what it tests.\n${stack}\n`);
		process.exitCode = EXIT.harnessProblem;
	}
}

/** The first Ctrl-C ends things in order, a second one at once: whatever we started dies with us anyway. */
function stopOrLeave(signal: NodeJS.Signals): void {
	if (stop.signal.aborted) {
		process.exit(EXIT_INTERRUPTED);
	}

	stop.abort(new DOMException(`stopped by ${signal}`, 'AbortError'));
	setTimeout(() => process.exit(EXIT_INTERRUPTED), LEAVE_MS).unref();
}

function surroundings(): Surroundings {
	const {env, stdin, stdout, stderr} = process;
	const root = dirname(import.meta.dirname);
	const wantsColours = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
	return Object.freeze({
		root,
		version: packageJson.version,
		get cacheFolder() {
			return cacheFolderOf(env); // Not everything needs one.
		},
		temporaryFolder: tmpdir(),
		platform: process.platform,
		arch: process.arch,
		pid: process.pid,
		uid: process.getuid?.(),
		kill,
		searchPath: searchPath(env['PATH'] ?? ''),
		print: (text: string) => void stdout.write(text),
		tell: (text: string) => void stderr.write(text),
		isWatched: stderr.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '',
		canAsk: stdin.isTTY === true && stderr.isTTY === true,
		colours: wantsColours && stdout.isTTY === true && stderr.isTTY === true,
		workingFolder: process.cwd(),
		node: process.execPath,
		invokedAs: 'scripts/osp2p',
		machine: {cpus: availableParallelism(), freeMemoryMiB: Math.floor(freeMemory() / 2 ** 20)},
		look: () => ({
			idleMs: cpus().reduce((sum, {times}) => sum + times.idle, 0),
			atMs: performance.now(),
			freeMemoryMiB: Math.floor(freeMemory() / 2 ** 20),
		}),
		newSeed: () => randomInt(1, 2 ** 32),
		now: () => new Date(),
		nowMs: () => performance.now(),
		enterOrCtrlC,
		signal: stop.signal,
	});
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
			throw error;
		}
	}
}

async function enterOrCtrlC(): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	process.stdin.once('data', () => resolve());
	using _leaving = addAbortListener(stop.signal, () => resolve());
	await promise;
	process.stdin.pause();
}
