import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {mayImport, pureFolders, testsMayImport} from './import-table.ts';
import {type Import, importsOf} from './imports-of.ts';

const root = path.dirname(import.meta.dirname);
const files = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root}).sort();
const imports: readonly Import[] = files.flatMap(file => importsOf(root, file));

test('every import is allowed by the table of the architecture', t => {
	t.true(imports.length > 100);
	t.deepEqual(
		imports
			.filter(({target}) => target.startsWith('./'))
			.map(importComplaint)
			.filter(complaint => complaint !== undefined),
		[],
	);
});

test('pure folders import no packages and no built-in modules', t => {
	const impure = imports.filter(
		({file, target}) =>
			!isTest(file) && !target.startsWith('./') && pureFolders.some(folder => file.startsWith(`${folder}/`)),
	);
	t.deepEqual(impure, []);
});

test('nothing imports a barrel or a drawer: no file is named index, utils, helpers, common or types', t => {
	t.deepEqual(
		files.filter(file => /\/(index|utils?|helpers?|common|types)\.ts$/.test(file)),
		[],
	);
});

test('no file is longer than 300 lines', t => {
	const long = files.filter(file => readFileSync(path.join(root, file), 'utf8').split('\n').length > 301);
	t.deepEqual(long, []);
});

test('the table finds a forbidden import', t => {
	t.is(
		importComplaint({file: 'guest/protocol/limits.ts', target: './guest/tracker/registry.ts'}),
		'guest/protocol/limits.ts imports guest/tracker/registry.ts: guest/protocol may import only itself',
	);
	t.is(importComplaint({file: 'guest/tracker/registry.ts', target: './guest/protocol/limits.ts'}), undefined);
	t.truthy(importComplaint({file: 'host/testbed/vm.ts', target: './guest/peer/upload.ts'}));
});

function importComplaint({file, target}: Pick<Import, 'file' | 'target'>): string | undefined {
	const imported = target.slice('./'.length);
	const [row, ...reach] = longestRow(mayImport, file) ?? [path.dirname(file)];
	const extra = isTest(file) ? (longestRow(testsMayImport, file)?.slice(1) ?? []) : [];
	const allowed = [row, ...reach, ...extra];
	return allowed.some(place => isWithin(imported, place))
		? undefined
		: `${file} imports ${imported}: ${row} may import only ${reach.length === 0 ? 'itself' : reach.join(', ')}`;
}

function longestRow(table: typeof mayImport, file: string): readonly [string, ...string[]] | undefined {
	return table.filter(([from]) => isWithin(file, from)).sort(([a], [b]) => b.length - a.length)[0];
}

function isWithin(file: string, place: string): boolean {
	return file === place || file.startsWith(`${place}/`);
}

function isTest(file: string): boolean {
	return file.endsWith('.test.ts');
}
