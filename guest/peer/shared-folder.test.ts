import {execFileSync} from 'node:child_process';
import {
	link,
	mkdir,
	mkdtempDisposable,
	readdir,
	rename,
	rm,
	symlink,
	unlink,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {parseFileName} from '../protocol/file-name.ts';
import {sameVersion, versionOf} from './file-version.ts';
import {openSharedFolder, type SharedFolder} from './shared-folder.ts';
import {TransferError} from './transfer-error.ts';

/** A world with a secret beside a shared folder. */
const makeWorldBy = async (handlesAt?: string) => {
	const stack = new AsyncDisposableStack();
	const world = stack.use(await mkdtempDisposable(join(tmpdir(), 'osp2p-folder-')));
	const path = join(world.path, 'shared');
	await mkdir(path);
	await writeFile(join(world.path, 'secret.txt'), 'secret');
	const folder = stack.use(await openSharedFolder(path, handlesAt === undefined ? {} : {handlesAt}));
	return {path, outside: world.path, folder, [Symbol.asyncDispose]: () => stack.disposeAsync()};
};

type MakeWorld = () => ReturnType<typeof makeWorldBy>;

/** A test for both: names resolved below the handle, and, as where there is no /proc, below the path. */
const eachWay = (title: string, body: (t: ExecutionContext, makeWorld: MakeWorld) => Promise<void>): void => {
	test(title, t => body(t, () => makeWorldBy()));
	test(`${title}, without /proc`, t => body(t, () => makeWorldBy('/nowhere/')));
};

const contentOf = async (folder: SharedFolder, name: string): Promise<string> => {
	await using opened = await folder.openToRead(parseFileName(name));
	return (await opened.handle.readFile()).toString('latin1');
};

const refuses = async (
	t: {throwsAsync: (promise: Promise<unknown>, expected: {instanceOf: typeof TransferError}) => Promise<unknown>},
	folder: SharedFolder,
	name: string,
) => {
	await t.throwsAsync(contentOf(folder, name), {instanceOf: TransferError});
};

eachWay('regular files are offered, hidden and empty ones too; nothing else is', async (t, makeWorld) => {
	await using world = await makeWorld();
	const {path, folder} = world;
	for (const name of ['f.txt', '.hidden', 'empty', 'x.c', 'back~']) {
		await writeFile(join(path, name), name === 'empty' ? '' : 'x');
	}

	await mkdir(join(path, 'sub'));
	execFileSync('mkfifo', [join(path, 'pipe')]);
	await symlink('f.txt', join(path, 'inlink'));
	await symlink('../secret.txt', join(path, 'link'));
	await symlink('loop', join(path, 'loop'));
	await symlink('nowhere', join(path, 'dangling'));
	await symlink('sub', join(path, 'folderlink'));
	t.deepEqual([...(await folder.list()).keys()].sort(), ['.hidden', 'empty', 'f.txt', 'inlink'] as never);
	t.is(await contentOf(folder, 'inlink'), 'x');
	for (const name of ['x.c', 'back~', 'sub', 'pipe', 'link', 'loop', 'dangling', 'folderlink', 'nope']) {
		await refuses(t, folder, name);
	}
});

eachWay('names are bytes, UTF-8 or not', async (t, makeWorld) => {
	await using world = await makeWorld();
	const name = 'na\u00c3\u00afve \u00ff\u0080\n';
	await writeFile(Buffer.concat([Buffer.from(`${world.path}/`), Buffer.from(name, 'latin1')]), 'x');
	t.deepEqual([...(await world.folder.list()).keys()], [name] as never);
	t.is(await contentOf(world.folder, name), 'x');
});

eachWay(
	'links in a row that end in the folder are served, those that pass through outside are not',
	async (t, makeWorld) => {
		await using world = await makeWorld();
		const {path, outside, folder} = world;
		await writeFile(join(path, 'f.txt'), 'x');
		await symlink('f.txt', join(path, 'one'));
		await symlink('one', join(path, 'two'));
		await symlink('../secret.txt', join(path, 'out'));
		await symlink('out', join(path, 'outer'));
		await mkdir(join(outside, 'shared-not'));
		await writeFile(join(outside, 'shared-not', 'f.txt'), 'secret');
		await symlink(join(outside, 'shared-not', 'f.txt'), join(path, 'neighbour'));
		t.is(await contentOf(folder, 'two'), 'x');
		await refuses(t, folder, 'outer');
		await refuses(t, folder, 'neighbour');
	},
);

eachWay('a link swapped in between look and open never leads out', async (t, makeWorld) => {
	await using world = await makeWorld();
	const {path, folder} = world;
	const name = join(path, 'f.txt');
	let isOver = false;
	const swap = async (): Promise<void> => {
		while (!isOver) {
			await writeFile(`${name}.new`, 'x');
			await rename(`${name}.new`, name);
			await symlink('../secret.txt', `${name}.new`);
			await rename(`${name}.new`, name);
		}
	};
	const swapping = swap();
	let served = 0;
	try {
		for (let i = 0; i < 1000; i++) {
			const content = await contentOf(folder, 'f.txt').catch((error: unknown) => {
				t.true(error instanceof TransferError, String(error));
				return undefined;
			});
			served += content === undefined ? 0 : 1;
			t.not(content, 'secret');
		}
	} finally {
		isOver = true;
		await swapping;
	}

	t.true(served > 0, 'the good file was served now and then');
});

eachWay('the folder we opened is the one we serve, whatever is put in its place', async (t, makeWorld) => {
	await using world = await makeWorld();
	const {path, outside, folder} = world;
	await writeFile(join(path, 'f.txt'), 'ours');
	await rename(path, join(outside, 'moved'));
	await mkdir(path);
	await writeFile(join(path, 'f.txt'), 'not ours');
	const content = await contentOf(folder, 'f.txt').catch(() => 'refused');
	t.not(content, 'not ours');
});

eachWay('a finished file takes its name only when the name is free', async (t, makeWorld) => {
	await using world = await makeWorld();
	const {path, folder} = world;
	const {handle, name} = await folder.create({pid: 1});
	await handle.writeFile('new');
	const written = versionOf(await handle.stat({bigint: true}));
	await handle.close();
	await writeFile(join(path, 'f'), 'old');
	t.is(await folder.publish(name, parseFileName('f'), written), undefined);
	t.is(await contentOf(folder, 'f'), 'old');
	const version = await folder.publish(name, parseFileName('g'), written);
	t.deepEqual(version, (await folder.list()).get(parseFileName('g')), 'as whoever looks next sees it');
	t.deepEqual((await readdir(path)).sort(), ['f', 'g']);
	t.is(await contentOf(folder, 'g'), 'new');
	await folder.remove(name);
});

eachWay('downloads on their way are never offered, and no link makes them so', async (t, makeWorld) => {
	await using world = await makeWorld();
	const {handle, name} = await world.folder.create({pid: 1});
	await handle.close();
	await symlink(name, join(world.path, 'alias'));
	t.is((await world.folder.list()).size, 0);
	await refuses(t, world.folder, name);
	await refuses(t, world.folder, 'alias');
});

eachWay('what a killed peer left goes away, what a living one writes stays', async (t, makeWorld) => {
	await using world = await makeWorld();
	const {path, folder} = world;
	const hour = 3_600_000;
	const nowMs = Date.now();
	for (const name of ['.osp2p-1-aa.part', '.osp2p-2-bb.part', '.osp2p-2-cc.part', '.osp2p-1-aa.parts', 'f']) {
		await writeFile(join(path, name), 'x');
	}

	await utimes(join(path, '.osp2p-2-cc.part'), new Date(), new Date(nowMs - 2 * hour));
	t.is(await folder.removeLeftovers({startOf: pid => (pid === 1 ? undefined : nowMs - 3 * hour), nowMs}), 2);
	t.is(await folder.removeLeftovers({startOf: () => nowMs + 5000, nowMs}), 1, 'a process of that number, but younger');
	t.deepEqual((await readdir(path)).sort(), ['.osp2p-1-aa.parts', 'f']);
});

test('a folder that is none is refused with its name', async t => {
	await t.throwsAsync(openSharedFolder('/nowhere/at/all'), {
		instanceOf: TransferError,
		message: /"\/nowhere\/at\/all"/,
	});
	await t.throwsAsync(openSharedFolder('/dev/null'), {instanceOf: TransferError});
});

eachWay('an open file stays whole when its name goes', async (t, makeWorld) => {
	await using world = await makeWorld();
	await writeFile(join(world.path, 'f'), 'x');
	await using opened = await world.folder.openToRead(parseFileName('f'));
	await unlink(join(world.path, 'f'));
	t.is((await opened.handle.readFile()).toString(), 'x');
	await rm(join(world.path, 'g'), {force: true});
	await writeFile(join(world.path, 'g'), 'y');
	await link(join(world.path, 'g'), join(world.path, 'h'));
	t.is(await contentOf(world.folder, 'h'), 'y', 'a hard link is the file itself');
});

test('a version is another one when anything of it is', t => {
	const version = {bytes: 1, mtimeNs: 2n, ctimeNs: 3n, device: 4n, inode: 5n};
	t.true(sameVersion(version, {...version}));
	for (const change of [{bytes: 9}, {mtimeNs: 9n}, {ctimeNs: 9n}, {device: 9n}, {inode: 9n}]) {
		t.false(sameVersion(version, {...version, ...change}), Object.keys(change)[0]);
	}
});
