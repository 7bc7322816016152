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
	await qemuImg(['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', base, overlay], {signal});
	return {file: overlay, [Symbol.asyncDispose]: () => rm(overlay, {force: true})};
};

/** Make a disk of the size of another, with nothing on it and nothing below it. */
export const makeEmptyDisk = async (
	like: string,
	file: string,
	{signal}: {readonly signal: AbortSignal},
): Promise<void> => {
	const lines = await qemuImg(['info', '--output=json', like], {signal});
	const {'virtual-size': bytes}: {readonly 'virtual-size': number} = JSON.parse(lines.join(''));
	await qemuImg(['create', '-q', '-f', 'qcow2', file, `${bytes}`], {signal});
};

const qemuImg = async (
	args: readonly string[],
	{signal}: {readonly signal: AbortSignal},
): Promise<readonly string[]> => {
	const lines: string[] = [];
	await using child = await startChild('qemu-img', args, {signal, onLine: line => lines.push(line)});
	const {exitCode} = await child.exited;
	signal.throwIfAborted();
	if (exitCode !== 0) {
		throw new HarnessError(`qemu-img ${args.join(' ')} failed: ${lines.join('; ')}.`, {
			hint: 'Is the disk full? `scripts/osp2p image list` shows what the cache takes.',
		});
	}

	return lines;
};
