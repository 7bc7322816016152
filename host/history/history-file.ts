import {once} from 'node:events';
import {createReadStream, createWriteStream} from 'node:fs';
import {createInterface} from 'node:readline';
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

/** Read a history back. */
export const readHistoryFile = async (path: string): Promise<HistoryEvent[]> => {
	const events: HistoryEvent[] = [];
	for await (const line of createInterface({input: createReadStream(path)})) {
		events.push(JSON.parse(line));
	}

	return events;
};
