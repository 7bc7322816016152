import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';

/*
A property test computes for seconds and holds its thread all the while. Beside it, in the same file or group (scripts/fast-tests), a test that waits for a second of real time may wait in vain. AVA runs serial tests first, one by one.
*/

const root = path.dirname(import.meta.dirname);
const files = globSync('{guest,image,host,scripts}/**/*.test.ts', {cwd: root}).sort();

test('every property test is serial', t => {
	const sources = files.map(file => ({file, source: readFileSync(path.join(root, file), 'utf8')}));
	t.true(sources.filter(({source}) => ASSERTS.test(source)).length > 10);
	t.deepEqual(
		sources.flatMap(({file, source}) => concurrentPropertyTests(source).map(line => `${file}: ${line}`)),
		[],
	);
});

test('tests on machines are serial in their file: two files at a time are enough for any machine', t => {
	const machines = files.filter(file => file.startsWith('host/test/'));
	t.true(machines.length > 5);
	const tests = machines.map(file => ({
		file,
		found: [...readFileSync(path.join(root, file), 'utf8').matchAll(/^\t*test(\.serial)?\(/gm)],
	}));
	t.deepEqual(
		tests
			.filter(({found}) => found.length > 1 && found.some(([, serial]) => serial === undefined))
			.map(({file}) => file),
		[],
	);
});

test('a property is found in the test, in a loop of tests, and behind a name', t => {
	const body = '\tfc.assert(fc.property(fc.nat(), law));';
	t.deepEqual(concurrentPropertyTests(`test.serial('a', t => {\n${body}\n});\ntest('b', t => {\n\tt.pass();\n});`), []);
	t.deepEqual(concurrentPropertyTests(`test('a', t => {\n${body}\n});`), ["test('a', t => {"]);
	t.deepEqual(
		concurrentPropertyTests(`for (const title of ['a']) {\n\ttest(title, async t => {\n\t${body}\n\t});\n}`),
		["for (const title of ['a']) {"],
	);
	const helper = `const holds = (law): void => {\n${body}\n};`;
	t.deepEqual(concurrentPropertyTests(`${helper}\n\ntest('a', t => {\n\tholds(() => true);\n});`), [
		"test('a', t => {",
	]);
	t.deepEqual(concurrentPropertyTests(`${helper}\n\ntest.serial('a', t => {\n\tholds(() => true);\n});`), []);
});

const ASSERTS = /\bfc\.(assert|check)\(/;

/** @returns The first lines of the tests that are to be serial, and are not. */
function concurrentPropertyTests(source: string): string[] {
	const statements = source.split(/^(?=[^\s)\]}])/m);
	const names = statements
		.filter(statement => ASSERTS.test(statement))
		.flatMap(statement => /^(?:const|(?:async )?function\*?) (\w+)/.exec(statement)?.[1] ?? []);
	return statements
		.filter(statement => /^\t*test\(/m.test(statement))
		.filter(statement => ASSERTS.test(statement) || names.some(name => new RegExp(`\\b${name}\\b`).test(statement)))
		.map(statement => statement.split('\n')[0] ?? '');
}
