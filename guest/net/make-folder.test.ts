import {chmod, mkdir, mkdtempDisposable, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {makeFolder} from './make-folder.ts';

const isFolder = async (path: string | Buffer): Promise<boolean> => (await stat(path)).isDirectory();

test('makes a folder and all above it, once or again, also many at a time', async t => {
	await using base = await mkdtempDisposable(join(tmpdir(), 'osp2p-make-'));
	const path = join(base.path, 'a', 'b', 'c');
	await Promise.all(Array.from({length: 20}, async () => makeFolder(path, {mode: 0o700})));
	await makeFolder(path);
	await makeFolder(`${path}/`);
	await makeFolder(join(path, '..', 'd'));
	t.true(await isFolder(path));
	t.is((await stat(path)).mode & 0o777, 0o700);
	t.true(await isFolder(join(base.path, 'a', 'b', 'd')));
	const bytes = Buffer.concat([Buffer.from(`${base.path}/`), Buffer.from([0xff, 0x2f, 0xfe])]);
	await makeFolder(bytes);
	t.true(await isFolder(bytes));
	await makeFolder('/');
	await makeFolder('.');
});

test('says what mkdir says where something is in the way', async t => {
	await using base = await mkdtempDisposable(join(tmpdir(), 'osp2p-make-'));
	await writeFile(join(base.path, 'file'), '');
	await symlink('nowhere', join(base.path, 'dangling'));
	await symlink('loop', join(base.path, 'loop'));
	await mkdir(join(base.path, 'real'));
	await symlink('real', join(base.path, 'link'));
	await makeFolder(join(base.path, 'link', 'x'));
	t.true(await isFolder(join(base.path, 'real', 'x')));
	for (const [name, code] of [
		['file', 'EEXIST'],
		['file/x', 'ENOTDIR'],
		['file/x/y', 'ENOTDIR'],
		['dangling', 'EEXIST'],
		['dangling/x', 'EEXIST'],
		['loop/x', 'ELOOP'],
		[`${'x'.repeat(256)}/y`, 'ENAMETOOLONG'],
	] as const) {
		await t.throwsAsync(makeFolder(join(base.path, name)), {code}, name);
	}
});

test('what is there is fine where nothing new could be made', async t => {
	await using base = await mkdtempDisposable(join(tmpdir(), 'osp2p-make-'));
	await mkdir(join(base.path, 'shut', 'in'), {recursive: true});
	await chmod(join(base.path, 'shut'), 0o555);
	await t.notThrowsAsync(makeFolder(join(base.path, 'shut', 'in')));
	await chmod(join(base.path, 'shut'), 0o755);
});

(process.platform === 'linux' ? test : test.skip)(
	'comes back from where no folder can be made (Linux: /proc)',
	async t => {
		for (const path of ['/proc/x', '/proc/x/y/z', '/proc/self/fd/x', '/sys/x/y']) {
			const made = makeFolder(path).then(
				() => 'made',
				(error: NodeJS.ErrnoException) => error.code,
			);
			t.regex(String(await Promise.race([made, pause(5000, 'never')])), /^(?:ENOENT|EPERM|EACCES|EROFS)$/, path);
		}
	},
);
