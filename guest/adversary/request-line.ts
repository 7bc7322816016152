import type {Socket} from 'node:net';
import {unquote} from '../protocol/quoting.ts';

/** A victim that takes longer than this to ask, or says more than a line can hold, is let go. */
const ASK_MS = 10_000;
const MAX_LINE_BYTES = 8192;

/**
Reads what a downloader asks for.

@returns The name, unquoted, as a byte string; undefined when it asked for nothing in time.
*/
export const requestLine = async (socket: Socket): Promise<string | undefined> => {
	let heard = '';
	const line = Promise.withResolvers<string | undefined>();
	const giveUp = setTimeout(() => line.resolve(undefined), ASK_MS);
	socket.on('data', chunk => {
		if (heard.length <= MAX_LINE_BYTES && !heard.includes('\n')) {
			heard += chunk.toString('latin1');
		}

		if (heard.includes('\n')) {
			line.resolve(heard);
		}
	});
	socket.once('close', () => line.resolve(undefined));
	const [word, name] = ((await line.promise) ?? '').trim().split(/\s+/);
	clearTimeout(giveUp);
	return word === 'GET' && name !== undefined ? unquote(name) : undefined;
};
