import {globSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {type Import, importsOf} from './imports-of.ts';

const root = path.dirname(import.meta.dirname);

test('no files import each other in a circle, types included', t => {
	const imports = globSync('{guest,image,host,scripts}/**/*.ts', {cwd: root}).flatMap(file => importsOf(root, file));
	t.true(imports.length > 1000, `${imports.length}`);
	t.deepEqual(circles(imports), []);
});

test('a circle is found, and what leads to it or away from it is not named', t => {
	const arrows = ['enter a', 'a b', 'b c', 'c a', 'c leave', 'c between', 'between d', 'd d', 'enter leave'];
	t.deepEqual(
		circles(
			arrows.map(arrow => {
				const [file = '', target = ''] = arrow.split(' ');
				return {file, target: `./${target}`, kind: 'type'};
			}),
		),
		['a → b', 'b → c', 'c → a', 'd → d'],
	);
});

/** The imports that are part of a circle: of each the importer can be reached again. */
function circles(imports: readonly Import[]): string[] {
	let left = imports.map(({file, target}) => ({file, target: target.slice('./'.length)}));
	// Most files are taken away at once: who imports nothing that is left, or is imported by nobody who is.
	for (let before = left.length + 1; left.length < before; ) {
		before = left.length;
		const importers = new Set(left.map(({file}) => file));
		const imported = new Set(left.map(({target}) => target));
		left = left.filter(({file, target}) => importers.has(target) && imported.has(file));
	}

	const reachedFrom = (start: string): ReadonlySet<string> => {
		const reached = new Set([start]);
		for (const file of reached) {
			for (const arrow of left.filter(arrow => arrow.file === file)) {
				reached.add(arrow.target);
			}
		}

		return reached;
	};
	return left.filter(({file, target}) => reachedFrom(target).has(file)).map(({file, target}) => `${file} → ${target}`);
}
