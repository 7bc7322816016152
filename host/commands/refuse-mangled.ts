import {existsSync, readFileSync} from 'node:fs';
import {UsageError} from './usage-error.ts';

/**
Refuse arguments, and a working folder, whose bytes are not UTF-8: Node puts U+FFFD in the place of what it cannot read, so what was named cannot be found by that name.

@param argv - As Node hands them on.
@param workingFolder - Likewise.
@throws {UsageError} Names the first of them.
*/
export const refuseMangled = (argv: readonly string[], workingFolder: string): void => {
	const mangled = argv.find(word => word.includes(REPLACEMENT) && !wasTyped(word));
	if (mangled !== undefined) {
		throw new UsageError(`"${mangled}" is not UTF-8: where it has "${REPLACEMENT}" stands a byte that is no letter`, {
			hint: 'Give it another name, or one more: ln -s OLD NEW.',
		});
	}

	if (workingFolder.includes(REPLACEMENT) && !existsSync(workingFolder)) {
		throw new UsageError(`the path of the folder you are in is not UTF-8: ${workingFolder}`, {
			hint: 'Give it another name, or do this from elsewhere.',
		});
	}
};

const REPLACEMENT = '\uFFFD';

/** A name may hold U+FFFD itself: then its bytes are in the command line. */
const wasTyped = (word: string): boolean => {
	try {
		return readFileSync('/proc/self/cmdline').includes(Buffer.from(`\0${word}\0`));
	} catch {
		return false; // No /proc.
	}
};
