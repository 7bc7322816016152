import {randomUUID} from 'node:crypto';
import {mkdir, mkdtempDisposable, open, readFile, symlink, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import * as tar from 'tar';
import {type Edit, editTar} from './edit-tar.ts';
import {openRoot} from './root.ts';

const never = new AbortController().signal;
const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'osp2p-edit-tar-'));

/** An archive by another hand than ours, with names too long for a plain header. */
const original = async (folder: string): Promise<string> => {
	const tree = path.join(folder, randomUUID());
	await mkdir(path.join(tree, 'etc'), {recursive: true});
	await writeFile(path.join(tree, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\n');
	await writeFile(path.join(tree, 'etc/hostname'), 'builder\n');
	await writeFile(path.join(tree, `etc/${'long'.repeat(40)}`), 'long name');
	await symlink('hostname', path.join(tree, 'etc/link'));
	const archive = path.join(folder, 'original.tar');
	await tar.create({file: archive, cwd: tree, portable: true}, ['.']);
	return archive;
};

const edited = async (folder: string, edits: readonly Edit[]): Promise<string> => {
	const target = path.join(folder, 'edited.tar');
	await editTar(await original(folder), target, {edits, signal: never});
	return target;
};

const read = async (archive: string, name: string): Promise<string> => {
	await using root = await openRoot(archive);
	return (await root.read(name)).toString();
};

test('without edits, all members stay, in their order', async t => {
	await using folder = await temporary();
	await using before = await openRoot(await original(folder.path));
	await using after = await openRoot(await edited(folder.path, []));
	t.deepEqual([...after.members.keys()], [...before.members.keys()]);
	t.true(after.members.has(`etc/${'long'.repeat(40)}`));
	t.is(after.members.get('etc/link')?.target, 'hostname');
});

test('a file is replaced, another extended, a third dropped', async t => {
	await using folder = await temporary();
	const archive = await edited(folder.path, [
		{type: 'file', path: 'etc/hostname', mode: 0o644, content: Buffer.from('guest\n')},
		{type: 'append', path: 'etc/passwd', line: 'osp:x:1000:1000::/home/osp:/bin/sh'},
		{type: 'drop', pattern: /^etc\/link$/},
	]);
	t.is(await read(archive, 'etc/hostname'), 'guest\n');
	t.is(await read(archive, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nosp:x:1000:1000::/home/osp:/bin/sh\n');
	await using root = await openRoot(archive);
	t.false(root.members.has('etc/link'));
});

test('another tar reads what we wrote, with modes, and folders on the way to a new file', async t => {
	await using folder = await temporary();
	const archive = await edited(folder.path, [
		{type: 'file', path: 'usr/lib/osp2p/agent', mode: 0o755, content: Buffer.from('#!/bin/sh\n')},
		{type: 'link', path: 'usr/link', mode: 0o777, target: 'lib'},
		{type: 'folder', path: 'srv/osp', mode: 0o755, uid: 1000, gid: 1000},
	]);
	const seen = new Map<string, string>();
	await tar.list({
		file: archive,
		strict: true,
		onReadEntry: ({path: name, mode, uid, type}) => seen.set(name, `${type} ${mode?.toString(8)} ${uid}`),
	});
	t.is(seen.get('./usr/lib/osp2p/'), 'Directory 755 0');
	t.is(seen.get('./usr/lib/osp2p/agent'), 'File 755 0');
	t.is(seen.get('./usr/link'), 'SymbolicLink 777 0');
	t.is(seen.get('./srv/osp/'), 'Directory 755 1000');
});

test('equal archives and edits give equal bytes', async t => {
	await using folder = await temporary();
	const source = await original(folder.path);
	const edits: Edit[] = [{type: 'file', path: 'etc/motd', mode: 0o644, content: Buffer.from('hello')}];
	const targets = ['first.tar', 'second.tar'].map(name => path.join(folder.path, name));
	for (const target of targets) {
		await editTar(source, target, {edits, signal: never});
	}

	const [first, second] = await Promise.all(targets.map(target => readFile(target)));
	t.true(first && second?.equals(first));
});

test('to extend a file that is not there is an error', async t => {
	await using folder = await temporary();
	await t.throwsAsync(edited(folder.path, [{type: 'append', path: 'etc/group', line: 'osp:x:1000:'}]), {
		message: 'the root file system has no /etc/group',
	});
});

test('an archive that was cut off, or has a flipped bit in a header, is no root file system', async t => {
	await using folder = await temporary();
	const archive = await original(folder.path);
	const bytes = await readFile(archive);
	const damaged = path.join(folder.path, 'damaged.tar');
	await writeFile(damaged, bytes.subarray(0, 1024));
	await t.throwsAsync(openRoot(damaged), {message: /is no root file system: the archive has no end mark/});
	await writeFile(damaged, bytes);
	await using file = await open(damaged, 'r+');
	await file.write(Buffer.from([0x7a]), 0, 1, 3);
	await t.throwsAsync(openRoot(damaged), {message: /checksum is wrong/});
});
