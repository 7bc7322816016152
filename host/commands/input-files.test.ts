import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {inputFiles} from './input-files.ts';

const folderWith = async (t: ExecutionContext, ...names: readonly string[]): Promise<string> => {
	const folder = await mkdtemp(join(tmpdir(), 'inputs-'));
	t.teardown(() => rm(folder, {recursive: true}));
	await mkdir(join(folder, 'sub'));
	await Promise.all(names.map(name => writeFile(join(folder, name), 'x')));
	return folder;
};

test('names are bytes of UTF-8, whatever they hold', async t => {
	const names = ['a b.jpg', 'käse.jpg', '-dash', 'new\nline'];
	const folder = await folderWith(t, ...names);
	t.deepEqual(
		(await inputFiles(names, folder)).map(({name}) => Buffer.from(name, 'latin1').toString('utf8')),
		names,
	);
});

test('every file that cannot be used is named at once, and why', async t => {
	const folder = await folderWith(t, 'a', 'sub/a');
	await writeFile(join(folder, 'empty'), '');
	await symlink('loop', join(folder, 'loop'));
	const error = await t.throwsAsync(
		inputFiles(['a', 'sub/a', 'empty', 'sub', 'nope', 'a/b', 'loop', '/dev/null'], folder),
	);
	t.deepEqual(error?.message.split('\n'), [
		'empty is empty: in this protocol an empty file cannot be told from an error, so it could never arrive',
		'sub is a folder',
		'nope cannot be read: there is no such file',
		'a/b cannot be read: a part of its path is not a folder',
		'loop cannot be read: its links lead in a circle',
		'/dev/null is no regular file',
		'a and sub/a: peers know files by name alone, and these are both "a"',
	]);
});
