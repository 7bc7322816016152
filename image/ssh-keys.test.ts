import {mkdtempDisposable, readdir, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import ssh2 from 'ssh2';
import {ensureSshKeys} from './ssh-keys.ts';

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-keys-'));

test('the private key is one that an SSH client reads, and belongs to the public one', async t => {
	await using folder = await temporary();
	const keys = await ensureSshKeys(path.join(folder.path, 'keys'));
	const key = ssh2.utils.parseKey(await readFile(keys.userKeyFile));
	if (key instanceof Error) {
		throw key;
	}

	t.is(`${key.type} ${key.getPublicSSH().toString('base64')} osp2p`, keys.userPublicKey);
	t.true(key.verify(Buffer.from('word'), key.sign(Buffer.from('word'))));
});

test('only the owner may read the private keys', async t => {
	await using folder = await temporary();
	const {userKeyFile} = await ensureSshKeys(path.join(folder.path, 'keys'));
	t.is((await stat(userKeyFile)).mode & 0o777, 0o600);
	t.is((await stat(path.join(path.dirname(userKeyFile), 'host_key'))).mode & 0o777, 0o600);
});

test('they are made once, and nothing else is left', async t => {
	await using folder = await temporary();
	const first = await ensureSshKeys(path.join(folder.path, 'keys'));
	t.deepEqual(await ensureSshKeys(path.join(folder.path, 'keys')), first);
	t.deepEqual(await readdir(folder.path), ['keys']);
});

test('the host key holds seed and point, the point being the public key', async t => {
	await using folder = await temporary();
	const {hostKey, hostPublicKey} = await ensureSshKeys(path.join(folder.path, 'keys'));
	t.is(hostKey.length, 4 + 11 + 4 + 64);
	t.is(hostKey.toString('latin1', 4, 15), 'ssh-ed25519');
	const blob = Buffer.from(hostPublicKey.split(' ')[1] ?? '', 'base64');
	t.deepEqual(hostKey.subarray(-32), blob.subarray(-32));
});

test("OpenSSH's client is told the host key by name, whatever the port", async t => {
	await using folder = await temporary();
	const {knownHostsFile, hostPublicKey} = await ensureSshKeys(path.join(folder.path, 'keys'));
	t.is(await readFile(knownHostsFile, 'utf8'), `osp2p ${hostPublicKey}\n`);
});

for (const [title, harm] of Object.entries({
	'an empty private key': folder => truncate(path.join(folder, 'id_ed25519'), 0),
	'an empty public key': folder => truncate(path.join(folder, 'id_ed25519.pub'), 0),
	'an empty host key': folder => truncate(path.join(folder, 'host_key'), 0),
	'a host key of garbage': folder => writeFile(path.join(folder, 'host_key.pub'), 'garbage'),
	'a private key that is missing': folder => rm(path.join(folder, 'id_ed25519')),
} satisfies Record<string, (folder: string) => Promise<void>>)) {
	test(`${title} is noticed, and both pairs are made anew`, async t => {
		await using temporaryFolder = await temporary();
		const folder = path.join(temporaryFolder.path, 'keys');
		const damages: string[] = [];
		const options = {onDamage: (damage: string) => damages.push(damage)};
		const first = await ensureSshKeys(folder, options);
		await harm(folder);
		const second = await ensureSshKeys(folder, options);
		t.not(second.userPublicKey, first.userPublicKey);
		t.deepEqual(await ensureSshKeys(folder, options), second);
		t.is(damages.length, 1);
	});
}
