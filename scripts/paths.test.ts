import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';

const root = path.dirname(import.meta.dirname);

/** A folder may be called `C#`, `what?` or `job%2Fmain`: to a URL, and to `import`, that is something else than to a file system. */
const MISTAKEN = [
	{what: 'the path of a URL taken for a file', pattern: /new URL\([^;]*\)\s*\.pathname/},
	{what: 'a path taken for the name of a module', pattern: /\bimport\((?:path\.)?(?:join|resolve)\(/},
	{what: 'a path pasted into a program', pattern: /from '\$\{/},
];

test('no path of a file is taken for a URL, nor a URL for a path', t => {
	for (const file of globSync('{guest,host,image,scripts}/**/*.{ts,mjs}', {cwd: root})) {
		const text = readFileSync(path.join(root, file), 'utf8');
		for (const {what, pattern} of MISTAKEN) {
			t.notRegex(
				text,
				pattern,
				`${file}: ${what}; use join(import.meta.dirname, …), pathToFileURL(…).href or import.meta.resolve(…)`,
			);
		}
	}
});
