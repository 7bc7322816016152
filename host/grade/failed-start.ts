import {limitsReached} from '../testbed/limits-reached.ts';
import type {RunningProgram, TestNode} from '../testbed/test-node.ts';

/** How long a program may take to come to serve, in seconds, on nodes that are not slow: some wait for name servers first. */
export const START_SECONDS = 30;

/** A program that did not come to serve: why, as the rest of a sentence that begins with "it", and its last words. */
export type FailedStart = {readonly because: string; readonly lines: readonly string[]};

/**
Say why a program did not come to serve. Asked before it is disposed.

@param missed - What it did not do, if it still runs: completes "but it did not …".
*/
export const failedStart = async (
	running: RunningProgram,
	{
		node,
		label,
		isGone,
		missed,
		signal,
	}: {
		readonly node: TestNode;
		readonly label: string;
		readonly isGone: boolean;
		readonly missed: string;
		readonly signal: AbortSignal;
	},
): Promise<FailedStart> => {
	const reached = await limitsReached(node, label, {signal});
	const because = isGone ? `ended by itself (${await endOf(running)})` : `runs, but it did not ${missed}`;
	return {because: [because, ...reached].join('. '), lines: lastWords(running)};
};

/** How a program ended, in words. Only for one that has. */
export const endOf = async ({exited}: RunningProgram): Promise<string> => {
	const {exitCode, signal} = await exited;
	return signal ?? `exit code ${exitCode}`;
};

/** The end of its output, marked as what it is. */
export const lastWords = (program: RunningProgram): string[] => {
	const lines = program.lastLines().slice(-LINES);
	return lines.length === 0 ? ['(it printed nothing)'] : ['The end of what it printed:', ...lines];
};

/** How many of them: enough for the stack of an error. */
const LINES = 20;
