import {generateKeyPairSync, type KeyObject, randomBytes} from 'node:crypto';
import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../guest/net/make-folder.ts';
import {damageOf, writeSums} from './file-sums.ts';
import {HOST_KEY_ALIAS} from './manifest.ts';

/** The keys of one cache: who may come in (`user`), and by what the guests are known (`host`). */
export type SshKeys = {
	/** Path of the private key, in OpenSSH's format, readable by its owner only. */
	readonly userKeyFile: string;
	/** `ssh-ed25519 AAAA… osp2p`: the line for authorized_keys. */
	readonly userPublicKey: string;
	/** The guests' private key in dropbear's format. */
	readonly hostKey: Buffer;
	/** `ssh-ed25519 AAAA…`: what a client must see. */
	readonly hostPublicKey: string;
	/** Path of a file for OpenSSH's client, with that key under the name `HOST_KEY_ALIAS`: the guests' ports change. */
	readonly knownHostsFile: string;
};

/**
The key pairs of a cache folder, made when there are none or when one is damaged. To be called under the cache's lock.

They are inputs of the image, not parts of it: so building twice gives the same bytes, and no two caches share a key.
*/
export const ensureSshKeys = async (
	folder: string,
	{onDamage = () => {}}: {readonly onDamage?: (damage: string) => void} = {},
): Promise<SshKeys> => {
	const existing = await readKeys(folder);
	const damage = existing && (await damageOf(folder, {content: true}));
	if (damage !== undefined) {
		onDamage(damage);
	} else if (existing) {
		await writeFile(existing.knownHostsFile, `${HOST_KEY_ALIAS} ${existing.hostPublicKey}\n`);
		return existing;
	}

	await rm(folder, {recursive: true, force: true});
	const making = `${folder}.partial-${randomBytes(4).toString('hex')}`;
	await makeFolder(making, {mode: 0o700});
	const user = makePair();
	const host = makePair();
	await writeFile(path.join(making, 'id_ed25519'), openSshPrivateKey(user), {mode: 0o600});
	await writeFile(path.join(making, 'id_ed25519.pub'), `${publicLine(user)} osp2p\n`);
	await writeFile(path.join(making, 'host_key'), dropbearPrivateKey(host), {mode: 0o600});
	await writeFile(path.join(making, 'host_key.pub'), `${publicLine(host)}\n`);
	await writeSums(making);
	await rename(making, folder);
	return ensureSshKeys(folder);
};

const readKeys = async (folder: string): Promise<SshKeys | undefined> => {
	try {
		return {
			userKeyFile: path.join(folder, 'id_ed25519'),
			userPublicKey: (await readFile(path.join(folder, 'id_ed25519.pub'), 'utf8')).trim(),
			hostKey: await readFile(path.join(folder, 'host_key')),
			hostPublicKey: (await readFile(path.join(folder, 'host_key.pub'), 'utf8')).trim(),
			knownHostsFile: path.join(folder, 'known_hosts'),
		};
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
};

/** An ed25519 pair as bare bytes: 32 of each. */
type Pair = {readonly seed: Buffer; readonly point: Buffer};

const makePair = (): Pair => {
	const {privateKey} = generateKeyPairSync('ed25519');
	return {seed: jwkBytes(privateKey, 'd'), point: jwkBytes(privateKey, 'x')};
};

const jwkBytes = (key: KeyObject, field: 'd' | 'x'): Buffer =>
	Buffer.from(String(key.export({format: 'jwk'})[field]), 'base64url');

const publicBlob = ({point}: Pair): Buffer => Buffer.concat([sshString('ssh-ed25519'), sshString(point)]);

const publicLine = (pair: Pair): string => `ssh-ed25519 ${publicBlob(pair).toString('base64')}`;

/** @see https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key */
const openSshPrivateKey = (pair: Pair): string => {
	const check = randomBytes(4);
	const secret = Buffer.concat([
		check,
		check,
		publicBlob(pair),
		sshString(Buffer.concat([pair.seed, pair.point])),
		sshString('osp2p'),
	]);
	const padding = Buffer.from(Array.from({length: -secret.length & 7}, (_, index) => index + 1));
	const blob = Buffer.concat([
		Buffer.from('openssh-key-v1\0'),
		sshString('none'),
		sshString('none'),
		sshString(''),
		uint32(1),
		sshString(publicBlob(pair)),
		sshString(Buffer.concat([secret, padding])),
	]);
	const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
	return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
};

/** Dropbear's own format: the key's type, then seed and point in one string. */
const dropbearPrivateKey = ({seed, point}: Pair): Buffer =>
	Buffer.concat([sshString('ssh-ed25519'), sshString(Buffer.concat([seed, point]))]);

const sshString = (value: Buffer | string): Buffer => {
	const bytes = Buffer.from(value);
	return Buffer.concat([uint32(bytes.length), bytes]);
};

const uint32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};
