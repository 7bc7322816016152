import {createHash} from 'node:crypto';
import type {Measured} from '../testbed/test-node.ts';
import {type FileSource, fileContents} from './file-contents.ts';
import type {Participant} from './run-context.ts';

/** Write a file into an actor's folder. @returns What was written, measured on the host. */
export const layFile = async (
	{node, run}: Participant,
	path: string,
	{file, source}: {readonly file: string; readonly source: FileSource},
): Promise<Measured> => {
	const bytes = await fileContents(file, source, {seed: run.seed});
	await node.writeFile(path, bytes, {signal: run.signal});
	return {bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex')};
};
