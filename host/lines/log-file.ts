import {createWriteStream, statSync} from 'node:fs';
import {finished} from 'node:stream/promises';

/** A file that is written as things happen. Disposing waits until everything is out, or lost. */
export type LogFile = AsyncDisposable & {
	readonly write: (text: string | Uint8Array) => void;
	/** Settles when it is open, or cannot be opened. */
	readonly opened: Promise<void>;
};

/**
Open a file for writing as things happen. When it can be written no more, what follows is dropped; nothing throws.

@param flags - As of open(2): `a` adds to what is there, `wx` wants a new file.
@param onError - Hears, once, why it can be written no more.
@param mostBytes - Of the file, what was there before among them: what would make it longer is dropped, and a last line says so.
*/
export const openLog = (
	path: string,
	{
		flags,
		onError,
		mostBytes = Number.POSITIVE_INFINITY,
	}: {readonly flags: 'a' | 'wx'; readonly onError: (error: Error) => void; readonly mostBytes?: number},
): LogFile => {
	let leftBytes = mostBytes - (statSync(path, {throwIfNoEntry: false})?.size ?? 0);
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
			if (isBroken || leftBytes <= 0) {
				return;
			}

			const bytes = Buffer.byteLength(text);
			stream.write(
				bytes <= leftBytes
					? text
					: `\n(This file has its ${Math.round(mostBytes / 2 ** 20)} MiB: nothing more is kept.)\n`,
			);
			leftBytes -= bytes;
		},
		opened,
		async [Symbol.asyncDispose]() {
			if (!isBroken) {
				stream.end();
			}

			await finished(stream).catch(() => undefined); // Told to `onError`.
		},
	};
};
