import type {Writable} from 'node:stream';

/** A longer text is written as bytes: as a string it would be kept twice until it is taken, with the pieces it was put together from. */
const LONG_TEXT_BYTES = 2048;

/** Write a byte string, so that what is kept until the other side takes it is no more than its length. */
export const writeText = (stream: Writable, text: string): void => {
	if (text.length <= LONG_TEXT_BYTES) {
		stream.write(text, 'latin1');
		return;
	}

	const bytes = Buffer.allocUnsafeSlow(text.length); // A piece of Node's pool would keep all of it.
	bytes.write(text, 'latin1');
	stream.write(bytes);
};
