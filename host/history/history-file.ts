import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import type {HistoryEvent} from './event.ts';

/** A history on its way to a file: one JSON object a line, written as it happens, so that a run that dies leaves what it knew. */
export type HistoryFile = AsyncDisposable & {readonly write: (event: HistoryEvent) => void};

/** Open a new history file. Disposing waits until everything is written. */
export const openHistoryFile = async (path: string): Promise<HistoryFile> => {
	const stream = createWriteStream(path, {flags: 'wx'});
	await once(stream, 'open');
	return {
		write: event => stream.write(`${JSON.stringify(event)}\n`),
		async [Symbol.asyncDispose]() {
			stream.end();
			await once(stream, 'close');
		},
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
