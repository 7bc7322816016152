import {createHash} from 'node:crypto';
import {mkdtempDisposable, truncate, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {digestText} from '../protocol/digest.ts';
import {parseFileName} from '../protocol/file-name.ts';
import {digestOfFile} from './digest-of-file.ts';
import {openSharedFolder} from './shared-folder.ts';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;

const folderWith = async (files: Readonly<Record<string, Buffer>>) => {
	await using stack = new AsyncDisposableStack();
	const {path} = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-digest-')));
	for (const [name, content] of Object.entries(files)) {
		await writeFile(join(path, name), content);
	}

	const folder = stack.use(await openSharedFolder(path));
	const owned = stack.move();
	return {path, folder, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

const md5 = (content: Buffer): string => digestText(createHash('md5').update(content).digest());

test('small and large files get the digest of their bytes, also several at once', async t => {
	const contents = [0, 1, 300_000, 8 * MIB - 1, 8 * MIB, 9 * MIB + 7].map(bytes => Buffer.alloc(bytes, `${bytes} `));
	await using scene = await folderWith(Object.fromEntries(contents.map((content, index) => [`f${index}`, content])));
	const digests = await Promise.all(
		contents.map(async (_, index) => {
			await using opened = await scene.folder.openToRead(parseFileName(`f${index}`));
			return await digestOfFile(opened, {signal});
		}),
	);
	t.deepEqual(digests, contents.map(md5));
});

test('a large file that changes meanwhile has no digest', async t => {
	await using scene = await folderWith({f: Buffer.alloc(9 * MIB)});
	await using opened = await scene.folder.openToRead(parseFileName('f'));
	await truncate(join(scene.path, 'f'), 8 * MIB);
	t.is(await digestOfFile(opened, {signal}), undefined);
});

for (const bytes of [300_000, 9 * MIB]) {
	test(`nor has a file of ${bytes} bytes that was written anew, and is as large as before`, async t => {
		await using scene = await folderWith({f: Buffer.alloc(bytes)});
		await using opened = await scene.folder.openToRead(parseFileName('f'));
		await writeFile(join(scene.path, 'f'), Buffer.alloc(bytes, 1));
		await utimes(join(scene.path, 'f'), 1, 1); // However coarse the clock of the file system is.
		t.is(await digestOfFile(opened, {signal}), undefined);
	});
}

test('a large file is given up at once when we leave, and the next one is hashed all the same', async t => {
	await using scene = await folderWith({f: Buffer.alloc(0), g: Buffer.alloc(9 * MIB, 1)});
	await truncate(join(scene.path, 'f'), 2 ** 40); // Of holes: hashing it would take an hour.
	await using opened = await scene.folder.openToRead(parseFileName('f'));
	const leaving = new AbortController();
	const digest = digestOfFile(opened, {signal: leaving.signal});
	setImmediate(() => leaving.abort());
	await t.throwsAsync(digest, {name: 'AbortError'});
	await using next = await scene.folder.openToRead(parseFileName('g'));
	t.is(await digestOfFile(next, {signal}), md5(Buffer.alloc(9 * MIB, 1)));
});

// Alone: what others do meanwhile would count as its own.
test.serial('the loop turns while a large file is hashed', async t => {
	await using scene = await folderWith({f: Buffer.alloc(0)});
	await truncate(join(scene.path, 'f'), 512 * MIB);
	await using opened = await scene.folder.openToRead(parseFileName('f'));
	const before = process.threadCpuUsage();
	t.is(typeof (await digestOfFile(opened, {signal})), 'string');
	const {user} = process.threadCpuUsage(before);
	t.true(user < 200_000, `${user} µs of this thread; hashing takes a million`);
});
