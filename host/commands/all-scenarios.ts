import {glob} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Scenario} from '../scenario/scenario.ts';

/** Every scenario in `host/scenarios`, by group and then by name. A new file there is a new scenario: no list has to know it. */
export const allScenarios = async (): Promise<Scenario[]> => {
	const folder = join(dirname(import.meta.dirname), 'scenarios');
	const files = await Array.fromAsync(glob('**/*.ts', {cwd: folder, exclude: name => name.endsWith('.test.ts')}));
	const modules = await Promise.all(
		files.map(async file => {
			const module = await import(pathToFileURL(join(folder, file)).href); // In a URL, each character of the path means itself.
			return module as {readonly default?: Scenario | readonly Scenario[]};
		}),
	);
	return modules
		.flatMap(module => module.default ?? [])
		.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.name.localeCompare(b.name, 'en'));
};

const groups: ReadonlyArray<Scenario['group']> = ['good', 'network', 'bad'];
