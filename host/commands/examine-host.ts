import {findPrerequisite, prerequisites} from '../doctor/prerequisites.ts';
import {paintFor} from '../report/paint.ts';
import {EXIT} from '../scenario/result.ts';
import type {Surroundings} from './surroundings.ts';

/**
What `doctor` does: look at each prerequisite, and say which accelerator would be used.

@returns 0 when everything needed is there, else 3.
*/
export const examineHost = async ({json}: {readonly json: boolean}, surroundings: Surroundings): Promise<number> => {
	const {searchPath, print, colours} = surroundings;
	const found = prerequisites().map(prerequisite => ({
		...prerequisite,
		path: findPrerequisite(prerequisite, searchPath),
	}));
	const missing = found.filter(({path, need}) => path === undefined && need === 'needed');
	if (json) {
		print(`${JSON.stringify({ready: missing.length === 0, prerequisites: found}, undefined, '\t')}\n`);
		return missing.length === 0 ? EXIT.held : EXIT.harnessProblem;
	}

	const paint = paintFor({colours});
	for (const {name, path, because, debianPackage, need} of found) {
		const sign = path !== undefined ? paint.green('✔') : need === 'needed' ? paint.red('✘') : paint.yellow('·');
		const where = path ?? (need === 'needed' ? 'missing, needed' : 'not there, optional');
		print(`${sign} ${paint.bold(name.padEnd(20))} ${where}\n  ${' '.repeat(20)} ${paint.dim(because)}\n`);
		if (path === undefined) {
			print(`  ${' '.repeat(20)} get it: apt-get install ${debianPackage}\n`);
		}
	}

	return missing.length === 0 ? EXIT.held : EXIT.harnessProblem;
};
