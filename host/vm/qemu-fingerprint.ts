import {stat} from 'node:fs/promises';
import {HarnessError} from '../harness-error.ts';
import {startChild} from '../process/start-child.ts';

/**
What tells one QEMU from another: its version as it says it, and its file's path, size and time of change, in case one of the same version was built anew.

@throws {HarnessError} If it is not installed or does not run.
*/
export const qemuFingerprint = async (qemu: string): Promise<string> => {
	const lines: string[] = [];
	const script = 'path=$(command -v "$1") && echo "$path" && exec "$path" --version';
	await using child = await startChild('sh', ['-c', script, 'sh', qemu], {
		signal: AbortSignal.timeout(30_000),
		onLine: line => lines.push(line),
	});
	const {exitCode, lastLines} = await child.exited;
	const [path, version] = lines;
	if (exitCode !== 0 || path === undefined || version === undefined) {
		throw new HarnessError(`${qemu} does not run: ${lastLines.join('; ') || `exit code ${exitCode}`}.`, {
			hint: '`scripts/osp2p doctor` tells what to install.',
		});
	}

	const {size, mtimeMs} = await stat(path);
	return `${version} ${path} ${size} ${mtimeMs}`;
};
