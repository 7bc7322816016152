import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {distributions} from './recipe.ts';

/** A key pair of gpg's, and its public half as a keyring of apt's; for tests. */
export const makeKey = async (folder: string, name: string): Promise<{home: string; keyring: string}> => {
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

/**
An archive of Ubuntu's layout, signed with a key, served on the loopback; for tests.

@param folder - For its files while they are made.
@param home - Where gpg has the key.
@param packages - Paths of .deb files that its main component has, by their names. @default none
*/
export const serveArchive = async (
	folder: string,
	home: string,
	packages: ReadonlyMap<string, string> = new Map(),
): Promise<Disposable & {readonly mirror: string}> => {
	const {suite} = distributions.ubuntu;
	const files = new Map<string, Buffer>();
	const paragraphs: string[] = [];
	for (const [name, file] of packages) {
		const bytes = await readFile(file);
		files.set(`/ubuntu/pool/${name}.deb`, bytes);
		const {stdout} = await execa('dpkg-deb', ['--field', file]);
		paragraphs.push(`${stdout}\nFilename: pool/${name}.deb\nSize: ${bytes.length}\nSHA256: ${digestOf(bytes)}\n\n`);
	}

	const mainIndex = Buffer.from(paragraphs.join(''));
	for (const release of [suite, `${suite}-updates`, `${suite}-security`]) {
		const indexes = ['main', 'universe'].map(component => ({
			index: `${component}/binary-amd64/Packages`,
			bytes: component === 'main' && release === suite ? mainIndex : Buffer.alloc(0),
		}));
		const text = [
			'Origin: Ubuntu',
			`Suite: ${release}`,
			`Codename: ${release}`,
			`Date: ${new Date().toUTCString()}`,
			'Architectures: amd64',
			'Components: main universe',
			'SHA256:',
			...indexes.map(({index, bytes}) => ` ${digestOf(bytes)} ${bytes.length} ${index}`),
			'',
		].join('\n');
		const plain = path.join(folder, `${release}.Release`);
		await writeFile(plain, text);
		await execa('gpg', ['--homedir', home, '--batch', '--clearsign', '--output', `${plain}.signed`, plain]);
		files.set(`/ubuntu/dists/${release}/InRelease`, await readFile(`${plain}.signed`));
		for (const {index, bytes} of indexes) {
			files.set(`/ubuntu/dists/${release}/${index}`, bytes);
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

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
