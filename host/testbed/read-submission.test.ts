import {spawnSync} from 'node:child_process';
import {chmod, mkdir, mkdtempDisposable, readdir, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {finished} from 'node:stream/promises';
import test from 'ava';
import {t as listing, type ReadEntry} from 'tar';
import {HarnessError} from '../harness-error.ts';
import {ProgramError} from './program-error.ts';
import {readSubmission} from './read-submission.ts';

const openFolder = () => mkdtempDisposable(join(tmpdir(), 'osp2p-submission-'));

const namesIn = async (archive: Buffer): Promise<string[]> => {
	const names: string[] = [];
	const parser = listing({
		onReadEntry: (entry: ReadEntry) =>
			void names.push(entry.type === 'SymbolicLink' ? `${entry.path} → ${entry.linkpath}` : entry.path),
	});
	await finished(Readable.from([archive]).pipe(parser));
	return names.sort();
};

test('nothing of a submission is run here, nor is anything added to it', async t => {
	await using home = await openFolder();
	const path = join(home.path, 'submission');
	await mkdir(path);
	const footprint = join(home.path, 'footprint');
	await writeFile(join(path, 'Makefile'), `all:\n\ttouch ${footprint}\n$(shell touch ${footprint})\n`);
	await writeFile(join(path, 'package.json'), JSON.stringify({scripts: {preinstall: `touch ${footprint}`}}));
	for (const name of ['configure', 'setup.py', 'osppeer']) {
		await writeFile(join(path, name), `#!/bin/sh\ntouch ${footprint}\n`);
		await chmod(join(path, name), 0o755);
	}

	const before = (await readdir(path)).sort();
	t.is((await readSubmission(path)).kind, 'archive');
	t.is((await readSubmission(join(path, 'osppeer'))).kind, 'file');
	t.deepEqual((await readdir(path)).sort(), before);
	t.deepEqual(await readdir(home.path), ['submission']);
});

test('a folder is handed on as it is, but for its history and its packages', async t => {
	await using home = await openFolder();
	for (const folder of ['.git', 'node_modules/left-pad', 'src/node_modules', 'src/.github']) {
		await mkdir(join(home.path, folder), {recursive: true});
		await writeFile(join(home.path, folder, 'f'), 'f');
	}

	await writeFile(join(home.path, 'Makefile'), '');
	await symlink('/etc/passwd', join(home.path, 'link')); // As a link: what it leads to is not read here.
	const submission = await readSubmission(home.path);
	const names = submission.kind === 'archive' ? await namesIn(submission.bytes) : [];
	t.deepEqual(names, ['./', './Makefile', './link → /etc/passwd', './src/', './src/.github/', './src/.github/f']);
});

test('what is neither is a finding; what is not there is the mistake of who typed it', async t => {
	await using home = await openFolder();
	const file = join(home.path, 'peer.c');
	await writeFile(file, 'int main(void) {}');
	await t.throwsAsync(readSubmission(file), {instanceOf: ProgramError, message: /does not say what runs it/});
	await t.throwsAsync(readSubmission(join(home.path, 'nothing')), {instanceOf: HarnessError, message: /ENOENT/});
});

test('a pipe is no submission, and nobody waits for its writer', async t => {
	await using home = await openFolder();
	const path = join(home.path, 'peer');
	t.is(spawnSync('mkfifo', [path]).status, 0);
	await t.throwsAsync(readSubmission(path), {instanceOf: HarnessError, message: /is no file and no folder/});
});
