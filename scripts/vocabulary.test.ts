import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {REPLACED} from './vocabulary.ts';

const root = path.dirname(import.meta.dirname);

/** Where the old words stand as what they are. */
const ITSELF = ['scripts/vocabulary.ts', 'scripts/vocabulary.test.ts'];

const files = globSync(['{guest,host,image,scripts,.ci,.github}/**/*', 'run-good', 'run-bad', 'package.json'], {
	cwd: root,
	withFileTypes: true,
})
	.filter(entry => entry.isFile())
	.map(entry => path.relative(root, path.join(entry.parentPath, entry.name)))
	.filter(file => !ITSELF.includes(file) && !/\.(?:jpg|png)$|\/expected\.json$/.test(file));

const lines = files.flatMap(file =>
	[file, ...readFileSync(path.join(root, file), 'utf8').split('\n')].map((text, number) => ({
		text,
		at: `${file}:${number}`,
	})),
);

for (const {say, not, once} of REPLACED) {
	test(`the words of the field stand in code and file names: ${say}`, t => {
		t.true(files.length > 900, `${files.length}`);
		t.deepEqual(
			lines.flatMap(({text, at}) => (not.test(text) ? [`${at}: ${text.trim()}`] : [])),
			[],
		);
	});

	test(`what is replaced is found where it stands: ${say}`, t => {
		t.deepEqual(
			once.filter(text => !not.test(text)),
			[],
		);
	});
}
