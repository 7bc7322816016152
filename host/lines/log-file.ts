import {createWriteStream} from 'node:fs';
import {finished} from 'node:stream/promises';

/** A file that is written as things happen. Disposing waits until everything is out, or lost. */
export type LogFile = AsyncDisposable & {
	readonly write: (text: string) => void;
	/** Settles when it is open, or cannot be opened. */
	readonly opened: Promise<void>;
	/** Bytes so far, those that wait among them. */
	readonly bytes: () => number;
};

/**
Open a file for writing as things happen. When it can be written no more, what follows is dropped; nothing throws.

@param flags - As of open(2): `a` adds to what is there, `wx` wants a new file.
@param onError - Hears, once, why it can be written no more.
*/
export const openLog = (
	path: string,
	{flags, onError}: {readonly flags: 'a' | 'wx'; readonly onError: (error: Error) => void},
): LogFile => {
	const stream = createWriteStream(path, {flags});
	let isBroken = false;
	const {promise: opened, resolve} = Promise.withResolvers<void>();
	stream.once('open', () => resolve());
	stream.on('error', error => {
		if (!isBroken) {
			isBroken = true;
			onError(error);
		}

		resolve();
	});
	return {
		write(text) {
			if (!isBroken) {
				stream.write(text);
			}
		},
		opened,
		bytes: () => stream.bytesWritten + stream.writableLength,
		async [Symbol.asyncDispose]() {
			if (!isBroken) {
				stream.end();
			}

			await finished(stream).catch(() => undefined); // Told to `onError`.
		},
	};
};
