import {mkdir, mkdtempDisposable, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {HarnessError} from '../harness-error.ts';
import {refuseClassFolder} from './refuse-class-folder.ts';

const isRefused = async (names: readonly string[]): Promise<boolean> => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-class-'));
	for (const name of names) {
		await mkdir(dirname(join(folder.path, name)), {recursive: true});
		await writeFile(join(folder.path, name), '');
	}

	try {
		await refuseClassFolder(['.'], folder.path);
		return false;
	} catch (error) {
		return error instanceof HarnessError && /grade \.\/\*/.test(error.hint ?? '');
	}
};

test('the folder of a class is no submission; the hint is the command that was meant', async t => {
	t.true(await isRefused(['ann/Makefile', 'bob/Makefile']));
	t.true(await isRefused(['ann.tar.gz', 'bob.zip', '.DS_Store']));
	t.true(await isRefused(['ann/osppeer.sh', 'bob/lab4.tar.gz']));
});

test('a submission is none, whatever folders it has', async t => {
	t.false(await isRefused(['Makefile', 'src/peer.c', 'tests/Makefile']));
	t.false(await isRefused(['lab4/Makefile', 'lab4/osppeer.c']));
	t.false(await isRefused(['lab4-ann.tar.gz']));
	t.false(await isRefused(['src/peer.c', 'docs/readme']));
	t.false(await isRefused([]));
});
