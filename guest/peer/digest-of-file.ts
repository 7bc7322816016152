import {createHash} from 'node:crypto';
import {digestText} from '../protocol/digest.ts';
import {type OpenFile, sameVersion, versionOf} from './shared-folder.ts';

/** Bytes hashed in one go: 0.4 ms of MD5, so uploads never wait longer than that for their turn. */
const SLICE_BYTES = 256 * 1024;

/**
The digest of an open file, read in slices so that other work goes on between them.

@returns Undefined if the file changed meanwhile: then no digest is right.
*/
export const digestOfFile = async (
	{handle, version}: OpenFile,
	{signal}: {readonly signal: AbortSignal},
): Promise<string | undefined> => {
	const hash = createHash('md5');
	const slice = Buffer.allocUnsafeSlow(Math.min(SLICE_BYTES, Math.max(version.bytes, 1)));
	let at = 0;
	for (;;) {
		signal.throwIfAborted();
		const {bytesRead} = await handle.read(slice, 0, slice.length, at);
		if (bytesRead === 0) {
			break;
		}

		hash.update(slice.subarray(0, bytesRead));
		at += bytesRead;
	}

	const isSame = at === version.bytes && sameVersion(versionOf(await handle.stat()), version);
	return isSame ? digestText(hash.digest()) : undefined;
};
