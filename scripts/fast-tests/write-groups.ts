import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';

const FOLDER = 'dist/fast-tests';

/**
Write one test file a folder, which imports all test files of that folder.

AVA gives every test file a process or thread of its own. For hundreds of quick files that costs more than their tests: 60 CPU seconds, and 26 in groups (`time npm run test:fast`).

@param files - From the project's folder, which is the working folder.
@see name-tests.ts
*/
export const writeGroups = (files: readonly string[]): void => {
	rmSync(FOLDER, {recursive: true, force: true});
	mkdirSync(FOLDER, {recursive: true});
	const groups = Map.groupBy(files, file => path.dirname(file));
	for (const [folder, members] of groups) {
		const imports = members.map(file => `import '${path.relative(FOLDER, file)}';\n`).join('');
		writeFileSync(`${FOLDER}/${folder.replaceAll('/', '-')}.test.ts`, imports);
	}
};
