import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';

/** SHA-256 of any JSON value, in hexadecimal. Order of keys counts: give it what one place of the code builds. */
export const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** SHA-256 of a file's bytes, in hexadecimal. */
export const digestOfFile = async (file: string, {signal}: {readonly signal?: AbortSignal} = {}): Promise<string> => {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file, {highWaterMark: 1 << 20}), hash, {...(signal && {signal})});
	return hash.digest('hex');
};
