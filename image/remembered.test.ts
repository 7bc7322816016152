import {mkdtempDisposable, readdir, readFile, truncate, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {recall, remember} from './remembered.ts';

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-remembered-'));
const VALUE = {boots: false, because: 'it hung'};

test('what is kept is recalled, and nothing else is left', async t => {
	await using folder = await temporary();
	await remember(path.join(folder.path, 'kind', 'answer'), VALUE);
	t.deepEqual(await recall(path.join(folder.path, 'kind', 'answer')), VALUE);
	t.deepEqual(await readdir(path.join(folder.path, 'kind')), ['answer']);
});

for (const [title, harm] of Object.entries({
	'a word that says the opposite': async file =>
		writeFile(file, (await readFile(file, 'utf8')).replace('false', 'true')),
	'an empty file': file => truncate(file, 0),
	'half of it': file => truncate(file, 20),
	null: file => writeFile(file, 'null'),
	'an answer without a sum': file => writeFile(file, JSON.stringify(VALUE)),
} satisfies Record<string, (file: string) => Promise<void>>)) {
	test(`${title} is not believed`, async t => {
		await using folder = await temporary();
		const file = path.join(folder.path, 'answer');
		await remember(file, VALUE);
		await harm(file);
		t.is(await recall(file), undefined);
	});
}

test('what cannot be kept is no failure', async t => {
	await using folder = await temporary();
	await writeFile(path.join(folder.path, 'file'), '');
	await t.notThrowsAsync(remember(path.join(folder.path, 'file', 'answer'), VALUE));
});
