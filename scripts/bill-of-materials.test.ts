import test from 'ava';
import {billOfMaterials} from './bill-of-materials.ts';
import {packagesAtRunTime} from './packages-at-run-time.ts';

test('the bill of materials has the same text each time, and every part once', async t => {
	const packages = await packagesAtRunTime();
	t.true(packages.length > 10);
	const [first] = packages;
	const twice = first === undefined ? packages : [...packages, {...first, folder: `${first.folder}/again`}];
	const options = {version: '1.2.3', packages: twice, programs: []};
	const text = await billOfMaterials(options);
	t.is(await billOfMaterials(options), text);
	const references: string[] = JSON.parse(text).components.map((one: Record<string, string>) => one['bom-ref']);
	t.is(new Set(references).size, references.length);
	t.deepEqual(
		references.filter(reference => reference.startsWith('BomRef.')),
		[],
	);
});
