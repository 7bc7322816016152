import {mkdtempDisposable} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {chooseBase} from './base.ts';
import {ImageError} from './image-error.ts';
import {makeKey, serveArchive} from './little-archive.ts';
import {missingPrograms} from './missing-programs.ts';
import {chooseMode, mmdebstrapArguments, runMmdebstrap} from './mmdebstrap.ts';
import {distributions} from './recipe.ts';

const {signal} = new AbortController();
const missing = missingPrograms('gpg', 'gpgconf', 'mmdebstrap');
const testWithGpg = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	missing === undefined ? test.serial(title, body) : test.skip(`${title} (${missing})`, body);

/** What mmdebstrap says when it installs from the archive, trusting a keyring. It always fails: there are no packages. */
const complaint = async (folder: string, {mirror, keyring}: {mirror: string; keyring: string}): Promise<string> => {
	const ubuntu = {
		...distributions.ubuntu,
		mirror: {amd64: mirror, arm64: mirror},
		keyring: {...distributions.ubuntu.keyring, file: keyring},
	};
	const base = await chooseBase('ubuntu', {architecture: 'amd64', signal, distributions: {...distributions, ubuntu}});
	if (base.kind !== 'archive') {
		throw new Error('a tar file was taken for an archive');
	}

	try {
		await runMmdebstrap(base, path.join(folder, 'root.tar'), {
			arguments: mmdebstrapArguments(base, {variant: 'plain', architecture: 'amd64'}),
			mode: await chooseMode({userId: process.getuid?.() ?? -1, signal}),
			signal,
			report() {},
		});
	} catch (error) {
		if (error instanceof ImageError) {
			return error.message;
		}

		throw error;
	}

	throw new Error('an archive without packages was installed');
};

testWithGpg('an archive signed with the key we trust is read', async t => {
	t.timeout(120_000);
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-archive-'));
	const {home, keyring} = await makeKey(folder.path, 'ubuntu');
	using archive = await serveArchive(folder.path, home);
	const said = await complaint(folder.path, {mirror: archive.mirror, keyring});
	t.notRegex(said, /NO_PUBKEY|not signed|signature/i);
});

testWithGpg('one signed with another key is refused', async t => {
	t.timeout(120_000);
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-archive-'));
	const {home} = await makeKey(folder.path, 'mallory');
	const {keyring} = await makeKey(folder.path, 'ubuntu');
	using archive = await serveArchive(folder.path, home);
	t.regex(await complaint(folder.path, {mirror: archive.mirror, keyring}), /NO_PUBKEY|not signed/);
});
