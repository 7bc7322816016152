import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';

/*
Node's way to make a folder with those above it never returns below /proc, whoever named that place: a user by --out, --runs, TMPDIR or XDG_CACHE_HOME. So all code makes folders by guest/net/make-folder.ts.
*/

const root = path.dirname(import.meta.dirname);
const BY_NODE = /\bmkdir(?:Sync)?\([^;]{0,300}?\brecursive: true/;

/** It makes a folder of this checkout, before any promise can be waited for. */
const ALLOWED = ['scripts/fast-tests/write-groups.ts'];

test('folders are made in the one way that comes back from anywhere', t => {
	const files = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root}).filter(
		file => !file.endsWith('.test.ts') && !/(?:^|\/)(?:fixtures|proof|test)\//.test(file),
	);
	t.true(files.length > 300);
	t.deepEqual(
		files.filter(file => BY_NODE.test(readFileSync(path.join(root, file), 'utf8'))),
		ALLOWED,
	);
});

test('the scan sees calls of several lines', t => {
	t.regex('await mkdir(dirname(file), {recursive: true});', BY_NODE);
	t.regex('mkdirSync(\n\tpath.join(a, b),\n\t{mode, recursive: true},\n);', BY_NODE);
	t.notRegex('await mkdir(folder);\nawait rm(folder, {recursive: true});', BY_NODE);
});
