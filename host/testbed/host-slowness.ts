import {execa} from 'execa';
import {MAX_STRETCH} from '../wait/pace.ts';
import {argumentOf} from './byte-path.ts';
import type {Command} from './test-node.ts';

/** From the command to the end of a program of ours that only tells its version, on a good machine that has other things to do; in milliseconds. */
const GOOD_MS = 300;

/** How often it is measured at most: others may be at work meanwhile, and the least says the most about the machine. */
const TRIES = 3;

/**
How many times slower than good ones this host is at starting our programs, 1 or more: an emulated computer is, and its programs are not to blame. Measured once by each process.

@param command - Starts our tracker.
*/
export const hostSlowness = (command: Command): Promise<number> => {
	const key = command.join('\0');
	const measured = known.get(key) ?? measure(command);
	known.set(key, measured);
	return measured;
};

const known = new Map<string, Promise<number>>();

const measure = async ([file, ...args]: Command): Promise<number> => {
	let bestMs = Number.POSITIVE_INFINITY;
	for (let tries = 0; tries < TRIES && bestMs > GOOD_MS; tries++) {
		const {durationMs, failed} = await execa(argumentOf(file), [...args.map(argumentOf), '--version'], {
			stdio: 'ignore',
			reject: false,
			timeout: GOOD_MS * MAX_STRETCH,
		});
		if (failed && durationMs < GOOD_MS * MAX_STRETCH) {
			return 1; // It cannot be started at all: that is told where it is.
		}

		bestMs = Math.min(bestMs, durationMs);
	}

	return Math.min(MAX_STRETCH, Math.max(1, bestMs / GOOD_MS));
};
