import {rm} from 'node:fs/promises';
import {HarnessError} from '../harness-error.ts';
import {startChild} from '../process/start-child.ts';

/**
Make a disk that begins as a copy of another and keeps only what is written to it. Disposing removes it.

@param base - A qcow2 file that nobody changes as long as the overlay lives.
*/
export const makeOverlay = async (
	base: string,
	overlay: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<AsyncDisposable & {readonly file: string}> => {
	await using qemuImg = await startChild(
		'qemu-img',
		['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', base, overlay],
		{signal},
	);
	const {exitCode, lastLines} = await qemuImg.exited;
	if (exitCode !== 0) {
		throw new HarnessError(`Could not make the disk ${overlay} on ${base}: ${lastLines.join('; ')}.`);
	}

	return {file: overlay, [Symbol.asyncDispose]: () => rm(overlay, {force: true})};
};
