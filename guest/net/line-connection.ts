import {addAbortSignal, type Duplex, type Readable} from 'node:stream';
import {MAX_LINE_BYTES} from '../protocol/limits.ts';
import {LineSplitter} from '../protocol/line-splitter.ts';

/** Lines in, text out, over any stream. Disposing it destroys the stream. */
export type LineConnection = AsyncDisposable & {
	/**
	The lines that come, as byte strings without LF; they end when the other side ends. An unfinished last line is dropped.

	Throws ProtocolError for a line too long, AbortError on abort, and the stream's own error. One loop at a time; leaving it early loses nothing.
	*/
	readonly lines: AsyncGenerator<string, void, undefined>;
	/** Send a byte string. Resolves when the stream has passed it on, so awaiting it bounds what is queued. */
	readonly write: (text: string) => Promise<void>;
	/** Say that nothing more will be sent. */
	readonly end: () => void;
};

/**
Speak lines over a stream.

@param stream - A connected socket, or one end of `duplexPair()` in a test. The connection owns it from now on.
@param maxLineBytes - Longest line to accept, LF included.
*/
export const lineConnection = (
	stream: Duplex,
	{maxLineBytes = MAX_LINE_BYTES, signal}: {readonly maxLineBytes?: number; readonly signal?: AbortSignal} = {},
): LineConnection => {
	// An error while nobody reads or writes must not end the program: the next read or write tells it.
	stream.on('error', () => {});
	if (signal) {
		addAbortSignal(signal, stream);
	}

	return {
		lines: linesOf(stream, maxLineBytes),
		write: text => write(stream, text),
		end: () => {
			stream.end();
		},
		async [Symbol.asyncDispose]() {
			stream.destroy();
		},
	};
};

async function* linesOf(stream: Readable, maxBytes: number): AsyncGenerator<string, void, undefined> {
	const splitter = new LineSplitter({maxBytes});
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		yield* splitter.push(chunk);
	}
}

const write = (stream: Duplex, text: string): Promise<void> => {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	stream.write(text, 'latin1', error => (error ? reject(error) : resolve()));
	return promise;
};
