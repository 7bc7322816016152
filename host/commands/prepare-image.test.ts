import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {requireCache} from './prepare-image.ts';

test('a cache is made where there is none', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-test-'));
	await t.notThrowsAsync(requireCache(join(folder.path, 'deep', 'osp2p')));
	await t.notThrowsAsync(requireCache(join(folder.path, 'deep')));
});

test('a cache that cannot be is told with what to do', async t => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-test-'));
	await writeFile(join(folder.path, 'file'), '');
	// Root may write anywhere, but not there. (In /proc, Node's recursive mkdir never ends.)
	for (const place of [join(folder.path, 'file', 'osp2p'), join(folder.path, 'file')]) {
		const error = await t.throwsAsync(requireCache(place), {
			name: 'HarnessError',
			message: /The cache cannot be written/,
		});
		t.true(error?.message.includes(place));
		t.regex((error as {hint?: string} | undefined)?.hint ?? '', /XDG_CACHE_HOME/);
	}
});
