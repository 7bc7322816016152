#!/usr/bin/env node
import {randomInt} from 'node:crypto';
import {addAbortListener} from 'node:events';
import {availableParallelism, cpus, tmpdir} from 'node:os';
import {dirname} from 'node:path';
import packageJson from '../package.json' with {type: 'json'};
import {cacheFolderOf} from './cache-folder.ts';
import type {Surroundings} from './commands/surroundings.ts';
import {searchPath} from './doctor/prerequisites.ts';
import {type Course, endWell} from './ending.ts';
import {freeMemory} from './process/free-memory.ts';

const argv = process.argv.slice(2);
await endWell(
	async course => {
		const {commandLine} = await import('./commands/command-line.ts');
		return commandLine(argv, surroundings(course));
	},
	{ignoresHangup: process.env['OSP2P_HANGUP'] === 'ignored'},
);

function surroundings(course: Course): Surroundings {
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
		...course,
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
		enterOrCtrlC: async () => enterOrCtrlC(course.signal),
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

async function enterOrCtrlC(signal: AbortSignal): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	process.stdin.once('data', () => resolve());
	using _leaving = addAbortListener(signal, () => resolve());
	await promise;
	process.stdin.pause();
}
