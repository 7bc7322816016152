import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import {hostPrograms, type ProgramName} from './host-programs.ts';

/**
Which of these programs this host lacks, and how to get them: what a skipped test says.

@returns Undefined when all are there.
*/
export const missingPrograms = (...names: readonly ProgramName[]): string | undefined => {
	const missing = names.filter(name => !isThere(name));
	return missing.length === 0
		? undefined
		: `this host has no ${missing.join(', no ')}: apt-get install ${missing.map(name => hostPrograms[name].apt).join(' ')}`;
};

const isThere = (name: ProgramName): boolean =>
	(process.env['PATH'] ?? '').split(':').some(folder => {
		try {
			accessSync(path.resolve(folder, name), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
