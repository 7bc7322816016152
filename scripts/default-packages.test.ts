import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {variantPackages} from '../image/recipe.ts';

test('docs/grading.md names the packages that guests which build have, and no others', async t => {
	const text = await readFile(join(import.meta.dirname, '../docs/grading.md'), 'utf8');
	const [, sentence = ''] = /Guests that build have the packages ([^;]+);/.exec(text) ?? [];
	const named = [...sentence.matchAll(/`([^`]+)`/g)].map(([, name]) => name).filter(name => !name?.startsWith('-'));
	t.deepEqual(named.toSorted(), variantPackages['build-tools'].toSorted());
});
