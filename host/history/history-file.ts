import {dirname} from 'node:path';
import {cannotWrite} from '../harness-error.ts';
import {openLog} from '../lines/log-file.ts';
import type {HistoryEvent} from './event.ts';

/** A history on its way to a file: one JSON object a line, written as it happens, so that a run that dies leaves what it knew. */
export type HistoryFile = AsyncDisposable & {
	readonly write: (event: HistoryEvent) => void;
	/** Aborted with a HarnessError when the file can be written no more. */
	readonly failed: AbortSignal;
};

/** Open a new history file. Disposing waits until everything is written. @throws {HarnessError} If it cannot be made. */
export const openHistoryFile = async (path: string): Promise<HistoryFile> => {
	const failure = new AbortController();
	const log = openLog(path, {
		flags: 'wx',
		onError: error => failure.abort(cannotWrite(dirname(path), error)),
	});
	await log.opened;
	failure.signal.throwIfAborted();
	return {
		write: event => log.write(`${JSON.stringify(event)}\n`),
		failed: failure.signal,
		[Symbol.asyncDispose]: async () => log[Symbol.asyncDispose](),
	};
};

/** The events of a history file's text. A run that was killed may have left half a line, which is passed over. */
export const parseHistory = (text: string): HistoryEvent[] => text.split('\n').flatMap(line => parseEvent(line) ?? []);

const parseEvent = (line: string): HistoryEvent | undefined => {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
};
