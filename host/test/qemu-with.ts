import {readdir, readFile} from 'node:fs/promises';

/** @returns The process id of a QEMU whose command line names this; undefined when there is none. Linux only. */
export const qemuWith = async (word: string): Promise<number | undefined> => {
	for (const name of await readdir('/proc')) {
		const commandLine = /^\d+$/.test(name) ? await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '') : '';
		if (/^\S*qemu-system-/.test(commandLine) && commandLine.includes(word)) {
			return Number(name);
		}
	}

	return undefined;
};
