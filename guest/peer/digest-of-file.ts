import {createHash} from 'node:crypto';
import {digestText} from '../protocol/digest.ts';
import {sameVersion, versionOf} from './file-version.ts';
import {failWith} from './folder-error.ts';
import {hashAside} from './hashing-thread.ts';
import type {OpenFile} from './shared-folder.ts';

/** Bytes hashed in one go: 0.4 ms of MD5, so uploads never wait longer than that for their turn. */
const SLICE_BYTES = 256 * 1024;

/** Files from this size on are hashed on a thread of their own, and their digests remembered: below, either takes longer than it saves. */
export const LARGE_BYTES = 8 * 1024 * 1024;

/**
The digest of an open file, computed so that other work goes on.

@returns Undefined if the file changed meanwhile: then no digest is right.
@throws {FolderError} If it cannot be read.
@throws {Error} The reason of `signal`, when it aborts.
*/
export const digestOfFile = async (
	{handle, version}: OpenFile,
	{signal}: {readonly signal: AbortSignal},
): Promise<string | undefined> => {
	try {
		const hashed =
			version.bytes < LARGE_BYTES ? await hashHere({handle, version}, {signal}) : await hashAside(handle.fd, {signal});
		const isSame = hashed.bytes === version.bytes && sameVersion(versionOf(await handle.stat({bigint: true})), version);
		return isSame ? digestText(hashed.md5) : undefined;
	} catch (error) {
		signal.throwIfAborted();
		return failWith('it cannot be read')(error);
	}
};

const hashHere = async (
	{handle, version}: Pick<OpenFile, 'handle' | 'version'>,
	{signal}: {readonly signal: AbortSignal},
): Promise<{readonly bytes: number; readonly md5: Uint8Array}> => {
	const hash = createHash('md5');
	const slice = Buffer.allocUnsafeSlow(Math.min(SLICE_BYTES, Math.max(version.bytes, 1)));
	let bytes = 0;
	for (;;) {
		signal.throwIfAborted();
		const {bytesRead} = await handle.read(slice, 0, slice.length, bytes);
		if (bytesRead === 0) {
			return {bytes, md5: hash.digest()};
		}

		hash.update(slice.subarray(0, bytesRead));
		bytes += bytesRead;
	}
};
