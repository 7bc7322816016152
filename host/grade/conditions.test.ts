import {appendFile, mkdir, mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {conditionsOf, differing} from './conditions.ts';

test('every option, and every byte of what judges, is a condition; tests and documents are not', async t => {
	await using root = await mkdtempDisposable(join(tmpdir(), 'osp2p-sources-'));
	for (const folder of ['guest/peer', 'host/checks', 'image/files', 'docs']) {
		await mkdir(join(root.path, folder), {recursive: true});
		await writeFile(join(root.path, folder, 'a.ts'), 'one');
	}

	await writeFile(join(root.path, 'host/a.test.ts'), 'one');
	await writeFile(join(root.path, 'package-lock.json'), '{}');
	const now = async (args?: string) => conditionsOf({args, disk: 512}, {root: root.path, arch: 'x64'});
	const before = await now();
	t.deepEqual(differing(before, await now()), []);
	t.deepEqual(differing(before, await now('{files}')), ['--args']);
	await appendFile(join(root.path, 'host/a.test.ts'), '!');
	await appendFile(join(root.path, 'docs/a.ts'), '!');
	t.deepEqual(differing(before, await now()), []);
	for (const name of ['guest/peer/a.ts', 'host/checks/a.ts', 'image/files/a.ts', 'package-lock.json']) {
		const last = await now();
		await appendFile(join(root.path, name), '!');
		t.deepEqual(differing(last, await now()), ['this version of the harness'], name);
	}
});

test('another set of packages is another condition', async t => {
	await using root = await mkdtempDisposable(join(tmpdir(), 'osp2p-sources-'));
	await Promise.all(['guest', 'host', 'image'].map(folder => mkdir(join(root.path, folder))));
	await writeFile(join(root.path, 'package-lock.json'), '{}');
	const having = async (packages?: string) => conditionsOf({packages}, {root: root.path, arch: 'x64'});
	t.deepEqual(differing(await having(), await having('libev-dev')), ['--packages']);
});
