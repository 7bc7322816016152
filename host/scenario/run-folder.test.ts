import {mkdtempDisposable, readlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {makeRunFolder} from './run-folder.ts';

test('two runs in one second get two folders, and latest leads to the last', async t => {
	await using runs = await mkdtempDisposable(join(tmpdir(), 'osp2p-runs-'));
	const at = new Date('2026-03-29T01:30:00Z');
	const names = [await makeRunFolder(runs.path, 'good', at), await makeRunFolder(runs.path, 'good', at)].map(path =>
		basename(path),
	);
	t.deepEqual(names, ['20260329-013000-good', '20260329-013000-good-2']);
	t.is(await readlink(join(runs.path, 'latest')), '20260329-013000-good-2');
});

test('a run is called by one time everywhere, also where there is no such time zone and while the clock is put back', async t => {
	const program = `import {makeRunFolder} from ${JSON.stringify(join(import.meta.dirname, 'run-folder.ts'))};
		for (const time of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) await makeRunFolder(process.argv[1], 'good', new Date(time));`;
	for (const TZ of ['Foo/Bar', ':bad', '', 'Europe/Berlin', '../../etc/passwd', 'x'.repeat(5000)]) {
		await using runs = await mkdtempDisposable(join(tmpdir(), 'osp2p-runs-'));
		await execa(process.execPath, ['--input-type=module', '-e', program, runs.path], {env: {TZ}});
		t.is(await readlink(join(runs.path, 'latest')), '20261025-013000-good', TZ);
	}
});
