import {registerHooks} from 'node:module';
import path from 'node:path';

/*
In a group, two test files may have tests of one title, which AVA forbids. So each test file that imports AVA gets one
that puts the file's name before its titles.
*/

const NAMED = 'named:';
const TEST_FILE = /^file:.*\.test\.ts$/;

registerHooks({
	resolve(specifier, context, nextResolve) {
		const importer = context.parentURL ?? '';
		if (specifier === 'ava' && TEST_FILE.test(importer)) {
			return {url: `${NAMED}${importer}`, format: 'module', shortCircuit: true};
		}

		return nextResolve(specifier, importer.startsWith(NAMED) ? {...context, parentURL: import.meta.url} : context);
	},

	load(url, context, nextLoad) {
		if (!url.startsWith(NAMED)) {
			return nextLoad(url, context);
		}

		const name = path.basename(url, '.test.ts');
		const source = `
			import test from 'ava';
			import {namedTest} from './named-test.ts';
			export default namedTest(test, ${JSON.stringify(name)});
		`;
		return {format: 'module', source, shortCircuit: true};
	},
});
