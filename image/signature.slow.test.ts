import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {chmod, mkdir, mkdtempDisposable, readFile, writeFile} from 'node:fs/promises';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {chooseBase} from './base.ts';
import {ImageError} from './image-error.ts';
import {missingPrograms} from './missing-programs.ts';
import {chooseMode, mmdebstrapArguments, runMmdebstrap} from './mmdebstrap.ts';
import {distributions} from './recipe.ts';

const {signal} = new AbortController();
const missing = missingPrograms('gpg', 'gpgconf', 'mmdebstrap');
const testWithGpg = (title: string, body: (t: ExecutionContext) => Promise<void>): void =>
	missing === undefined ? test.serial(title, body) : test.skip(`${title} (${missing})`, body);

/** A key pair of gpg's, and its public half as a keyring of apt's. */
const makeKey = async (folder: string, name: string): Promise<{home: string; keyring: string}> => {
	const home = path.join(folder, name);
	await mkdir(home, {mode: 0o700});
	const gpg = (...arguments_: string[]) =>
		execa('gpg', ['--homedir', home, '--batch', '--passphrase', '', ...arguments_]);
	await gpg('--quick-generate-key', `${name}@example`, 'rsa2048', 'sign', 'never');
	await chmod(folder, 0o755); // Apt reads the keyring as a user without rights.
	const keyring = path.join(folder, `${name}.gpg`);
	await gpg('--output', keyring, '--export');
	await execa('gpgconf', ['--homedir', home, '--kill', 'all']);
	return {home, keyring};
};

/** An archive of Ubuntu's layout with no packages, signed with a key, served on the loopback. */
const serveArchive = async (folder: string, home: string) => {
	const {suite} = distributions.ubuntu;
	const files = new Map<string, Buffer>();
	for (const release of [suite, `${suite}-updates`, `${suite}-security`]) {
		const indexes = ['main', 'universe'].map(component => `${component}/binary-amd64/Packages`);
		const empty = createHash('sha256').digest('hex');
		const text = [
			'Origin: Ubuntu',
			`Suite: ${release}`,
			`Codename: ${release}`,
			`Date: ${new Date().toUTCString()}`,
			'Architectures: amd64',
			'Components: main universe',
			'SHA256:',
			...indexes.map(index => ` ${empty} 0 ${index}`),
			'',
		].join('\n');
		const plain = path.join(folder, `${release}.Release`);
		await writeFile(plain, text);
		await execa('gpg', ['--homedir', home, '--batch', '--clearsign', '--output', `${plain}.signed`, plain]);
		files.set(`/ubuntu/dists/${release}/InRelease`, await readFile(`${plain}.signed`));
		for (const index of indexes) {
			files.set(`/ubuntu/dists/${release}/${index}`, Buffer.alloc(0));
		}
	}

	const server = http.createServer((request, response) => {
		const file = files.get(String(request.url));
		response.writeHead(file ? 200 : 404).end(file);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		mirror: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ubuntu`,
		[Symbol.dispose]() {
			server.close();
			server.closeAllConnections();
		},
	};
};

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
