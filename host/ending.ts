import {constants} from 'node:os';
import type {Writable} from 'node:stream';
import {plainText} from './lines/plain-text.ts';
import {describeProblem} from './problem.ts';
import {EXIT} from './scenario/result.ts';

/** What a command is given to end in order: what asks it to, where it prints, and where it notes what is known so far. */
export type Course = {
	/** Aborted by a signal of the system, and by an error that nobody caught. */
	readonly signal: AbortSignal;
	readonly print: (text: string) => void;
	readonly tell: (text: string) => void;
	/** Notes the exit code of the verdicts so far: a claim that is broken stays broken, whatever happens afterwards. */
	readonly settle: (exitCode: number) => void;
};

/** How long an orderly end may take once it was asked for, in milliseconds. */
const LEAVE_MS = 20_000;

/**
Do the work of a command and leave an exit code that is true whatever happens: its own when it returns; 128 and the signal's number when a signal ended it; else 3, unless a claim is known to be broken, which is 1.

A reader or a terminal that goes away costs the output, not the verdict.

@param ignoresHangup - Whether SIGHUP was ignored when we were started, as nohup does. Node forgets that.
*/
export const endWell = async (
	work: (course: Course) => Promise<number>,
	{ignoresHangup}: {readonly ignoresHangup: boolean},
): Promise<void> => {
	const stop = new AbortController();
	const lost = new Map<Writable, NodeJS.ErrnoException>();
	let asked: NodeJS.Signals | undefined;
	let escaped: {readonly error: unknown} | undefined;
	let known: number | undefined;
	let isOver = false;
	// Whatever ends the process before the work is over, it is not a verdict.
	process.exitCode = EXIT.harnessProblem;

	const write = (stream: Writable, text: string): void => {
		if (!lost.has(stream)) {
			stream.write(text);
		}
	};
	const tell = (text: string): void => write(process.stderr, text);
	const code = (trouble: number): number => (known === EXIT.failed ? EXIT.failed : trouble);
	const complain = (error: unknown): void => {
		const {message, hint} = describeProblem(error);
		tell(`osp2p: ${plainText(message)}\n${hint === undefined ? '' : `${plainText(hint)}\n`}`);
	};
	/** Ends in order what is under way; at once when it takes too long. Whatever we started dies with us anyway. */
	const leave = (reason: unknown, exitCode: () => number): void => {
		stop.abort(reason);
		setTimeout(() => process.exit(exitCode()), LEAVE_MS).unref();
	};

	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', error => lost.set(stream, error));
	}

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (signal === 'SIGHUP' && ignoresHangup) {
				return;
			}

			// A terminal that goes away may say so twice; only who asks again means it.
			if (asked !== undefined && signal !== 'SIGHUP') {
				process.exit(128 + constants.signals[signal]);
			}

			asked ??= signal;
			const number = constants.signals[asked];
			leave(new DOMException(`stopped by ${signal}`, 'AbortError'), () => 128 + number);
		});
	}

	process.on('uncaughtException', error => {
		if (escaped !== undefined || (stop.signal.aborted && error === stop.signal.reason)) {
			return;
		}

		escaped = {error};
		if (isOver) {
			complain(error);
			process.exitCode = code(EXIT.harnessProblem);
			return;
		}

		leave(error, () => {
			complain(error);
			return code(EXIT.harnessProblem);
		});
	});
	process.on('exit', () => {
		if (!isOver && asked === undefined && escaped === undefined) {
			complain(new Error('The process ended before its work was done.'));
		}
	});

	const course: Course = {
		signal: stop.signal,
		print: text => write(process.stdout, text),
		tell,
		settle: exitCode => {
			known = exitCode;
		},
	};
	let exitCode: number;
	try {
		exitCode = await work(course);
		if (escaped !== undefined) {
			complain(escaped.error);
			exitCode = exitCode === EXIT.failed ? exitCode : code(EXIT.harnessProblem);
		}
	} catch (error) {
		if (escaped !== undefined) {
			complain(escaped.error);
			exitCode = code(EXIT.harnessProblem);
		} else if (asked !== undefined) {
			tell(`osp2p: stopped by ${asked}\n`);
			exitCode = 128 + constants.signals[asked];
		} else {
			complain(error);
			exitCode = code(EXIT.harnessProblem);
		}
	}

	await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
	const unprinted = lost.get(process.stdout);
	if (unprinted !== undefined && !['EPIPE', 'EIO'].includes(unprinted.code ?? '')) {
		tell(`osp2p: standard output could not be written: ${unprinted.message}\n`);
		exitCode = known !== undefined || exitCode !== EXIT.held ? exitCode : EXIT.harnessProblem;
	}

	isOver = true;
	process.exitCode = exitCode;
};

/** Settles when what was written before is out, or lost. */
const flushed = async (stream: Writable): Promise<void> => {
	await new Promise<void>(resolve => stream.write('', () => resolve()));
};
