import {mkdtempDisposable, truncate, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {DamagedLayerError, doubtIn, verifyLayers} from './doubt.ts';
import {damageOf} from './file-sums.ts';
import {ensureLayer} from './layer.ts';

const {signal} = new AbortController();

const layers = async () => {
	const cache = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-doubt-'));
	const folders = ['disk', 'programs'].map(kind => path.join(cache.path, kind, 'key'));
	for (const folder of folders) {
		await ensureLayer(folder, partial => writeFile(path.join(partial, 'file'), 'content'), {signal});
	}

	return {cache, folders};
};

test('where nothing is damaged, a failure means what it says', async t => {
	const {cache, folders} = await layers();
	await using _ = cache;
	const doubt = doubtIn(folders);
	t.is(await doubt(), undefined);
	t.is(await doubt(), undefined);
	await t.notThrowsAsync(verifyLayers(folders));
});

test('damage is told with the layer and the file, to everybody who asks', async t => {
	const {cache, folders} = await layers();
	await using _ = cache;
	const doubt = doubtIn(folders);
	await writeFile(path.join(folders[1] ?? '', 'file'), 'cOntent');
	for (const answer of await Promise.all([doubt(), doubt()])) {
		t.regex(answer ?? '', /^the cache is damaged: in .*programs.key, file has other bytes than were written$/);
	}
});

test('what is damaged only after the first doubt is found by the second', async t => {
	const {cache, folders} = await layers();
	await using _ = cache;
	const doubt = doubtIn(folders);
	t.is(await doubt(), undefined);
	await truncate(path.join(folders[0] ?? '', 'file'), 3);
	t.regex((await doubt()) ?? '', /file has 3 bytes instead of 7$/);
});

test('nothing is made from a damaged layer; whoever asks for it next finds it damaged', async t => {
	const {cache, folders} = await layers();
	await using _ = cache;
	await truncate(path.join(folders[0] ?? '', 'file'), 3);
	await t.throwsAsync(verifyLayers(folders), {instanceOf: DamagedLayerError});
	t.truthy(await damageOf(folders[0] ?? ''));
});
