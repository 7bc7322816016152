import {constants} from 'node:os';
import {inspect} from 'node:util';

/** What the exit code of a tool is until it has found out. Node's own for an error that nobody caught is 1, which means that something tested does not hold. */
export const UNDECIDED = 3;

/**
Let the exit code of this process be 3 until it sets another one, whatever ends it before: an error that nobody caught is told, with its stack unless it is expected. To be called first of all by what is a program of its own and says 1 of what it tests.

A reader that goes away costs the output, not what is found out.

@param stop - Aborted by a signal of the system; the exit code is then 128 and the signal's number. Without it, signals end the process as they do.
*/
export const undecidedUntilTold = (stop?: AbortController): void => {
	process.exitCode = UNDECIDED;
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', () => undefined);
	}

	let asked: number | undefined;
	for (const signal of stop === undefined ? [] : (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)) {
		process.once(signal, () => {
			asked ??= 128 + constants.signals[signal];
			stop?.abort(new DOMException(`stopped by ${signal}`, 'AbortError'));
		});
	}

	process.on('uncaughtException', error => {
		if (asked === undefined) {
			process.stderr.write(
				`${isExpected(error) ? [error.message, error.hint ?? []].flat().join('\n') : inspect(error)}\n`,
			);
		}

		process.exit(asked ?? UNDECIDED);
	});
};

/** What says itself what to do, and options that make no sense. */
const isExpected = (error: Error): error is Error & {readonly hint?: string} =>
	('hint' in error && typeof error.hint === 'string') ||
	('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
