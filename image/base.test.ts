import {once} from 'node:events';
import {mkdtempDisposable, writeFile} from 'node:fs/promises';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {baseTitle, chooseBase} from './base.ts';
import {ImageError} from './image-error.ts';
import {distributions} from './recipe.ts';

const options = {architecture: 'amd64', signal: new AbortController().signal} as const;

test("a path is a root file system of the user's own", async t => {
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-base-'));
	const archive = path.join(folder.path, 'mine.tar');
	await writeFile(archive, '');
	const base = await chooseBase(archive, options);
	t.deepEqual(base, {kind: 'tar', path: archive, because: 'you asked for it'});
	t.is(baseTitle(base), 'mine.tar');
});

test('a path that is not there, and a word that is no base, are told apart', async t => {
	await t.throwsAsync(chooseBase('/nowhere/root.tar', options), {
		instanceOf: ImageError,
		message: 'there is no file /nowhere/root.tar',
	});
	const error = await t.throwsAsync(chooseBase('fedora', options), {
		instanceOf: ImageError,
		message: '"fedora" is no base for a guest',
	});
	t.regex(String((error as ImageError).hint), /debian:SUITE/);
});

/** An archive of Ubuntu's layout on the loopback, and a keyring that is there; `answer` is the status of every file. */
const ubuntuOnLoopback = async (folder: string, answer: number) => {
	const asked: string[] = [];
	const server = http.createServer((request, response) => {
		asked.push(String(request.url));
		response.writeHead(answer).end('text');
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ubuntu`;
	const file = path.join(folder, 'ubuntu.gpg');
	await writeFile(file, '');
	const ubuntu = {
		...distributions.ubuntu,
		mirror: {amd64: mirror, arm64: mirror},
		keyring: {...distributions.ubuntu.keyring, file},
	};
	const stop = (): void => {
		server.close();
		server.closeAllConnections();
	};
	return {asked, mirror, distributions: {...distributions, ubuntu}, [Symbol.dispose]: stop};
};

test('left to itself, it takes Ubuntu when its archive answers', async t => {
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-base-'));
	using archive = await ubuntuOnLoopback(folder.path, 200);
	const base = await chooseBase('auto', {...options, distributions: archive.distributions});
	t.like(base, {
		kind: 'archive',
		distribution: 'ubuntu',
		suite: distributions.ubuntu.suite,
		because: 'its archive answers',
	});
	t.deepEqual(archive.asked, [`/ubuntu/dists/${distributions.ubuntu.suite}/InRelease`]);
	t.deepEqual(base.kind === 'archive' && base.sources, [
		`deb ${archive.mirror} resolute main universe`,
		`deb ${archive.mirror} resolute-updates main universe`,
		`deb ${archive.mirror} resolute-security main universe`,
	]);
});

test("when Ubuntu's archive has nothing for us, it takes what this host uses, and says why", async t => {
	await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-base-'));
	using archive = await ubuntuOnLoopback(folder.path, 404);
	const keyring = {...distributions.debian.keyring, file: path.join(folder.path, 'ubuntu.gpg')};
	const debian = {...distributions.debian, keyring};
	const base = await chooseBase('auto', {...options, distributions: {...archive.distributions, debian}});
	t.regex(base.because, /^Ubuntu's archive does not answer/);
});

test('a distribution whose keys are missing is an error that names their packages', async t => {
	const keyring = {...distributions.ubuntu.keyring, file: '/nowhere/ubuntu.gpg'};
	const ubuntu = {...distributions.ubuntu, keyring};
	const error = await t.throwsAsync(chooseBase('ubuntu', {...options, distributions: {...distributions, ubuntu}}), {
		instanceOf: ImageError,
		message: /there is no \/nowhere\/ubuntu\.gpg/,
	});
	t.regex(String((error as ImageError).hint), /ubuntu-keyring/);
});
