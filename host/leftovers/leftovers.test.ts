import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {findLeftovers} from './leftovers.ts';
import {processTable} from './process-table.ts';
import {leaveMark, readMarks} from './running-mark.ts';

const folderFor = async (t: ExecutionContext): Promise<string> => {
	const folder = await mkdtemp(join(tmpdir(), 'gc-test-'));
	t.teardown(() => rm(folder, {recursive: true, force: true}));
	return folder;
};

test('the process table has us, with our argv and when we began', async t => {
	const self = (await processTable()).find(({pid}) => pid === process.pid);
	t.truthy(self?.began);
	t.regex(self?.command ?? '', /node/);
});

test('a run that goes on is told from one that is dead, and from one whose pid was given anew', async t => {
	const folder = await folderFor(t);
	const child = spawn('sleep', ['60']);
	t.teardown(() => child.kill('SIGKILL'));
	await once(child, 'spawn');
	const pid = child.pid ?? 0;
	await leaveMark(folder, {pid, folders: ['/runs/a']});
	const alive = await readMarks(folder, await processTable());
	t.is(alive.alive.length, 1);
	t.deepEqual(alive.dead, []);

	const reused = (await processTable()).map(entry => ({...entry, began: `${entry.began}0`}));
	t.is((await readMarks(folder, reused)).dead.length, 1);

	child.kill('SIGKILL');
	await once(child, 'exit');
	const marks = await readMarks(folder, await processTable());
	t.deepEqual(marks.alive, []);
	t.deepEqual(
		marks.dead.map(mark => [mark.pid, mark.folders]),
		[[pid, ['/runs/a']]],
	);
});

test('a mark is gone when its run ends', async t => {
	const folder = await folderFor(t);
	{
		await using _ = await leaveMark(folder, {pid: process.pid, folders: []});
		t.regex((await readdir(folder)).join(' '), new RegExp(`^${process.pid}-[\\w-]+\\.json$`));
	}

	await t.throwsAsync(readdir(folder), {code: 'ENOENT'}, 'and so is the folder, when it was the last');
});

test('a folder that cannot be written is told with what to do', async t => {
	const error = await t.throwsAsync(leaveMark('/dev/null/running', {pid: 1, folders: []}), {name: 'HarnessError'});
	t.regex((error as {hint?: string} | undefined)?.hint ?? '', /TMPDIR/);
});

test('a mark that was never written to its end belongs to nobody living', async t => {
	const folder = await folderFor(t);
	await writeFile(join(folder, '7.json'), '{"pid": 7, "beg');
	await writeFile(join(folder, 'notes.txt'), 'no mark at all');
	const {dead} = await readMarks(folder, await processTable());
	t.deepEqual(
		dead.map(({file}) => file),
		[join(folder, '7.json')],
	);
});

const dead = {pid: 1, began: '', folders: ['/runs/dead'], file: '/marks/1.json'};
const alive = {pid: 2, began: '', folders: ['/runs/alive']};
const qemu = {pid: 10, command: 'qemu-system-x86_64 -name a -drive /runs/dead/a.qcow2', began: ''};
const needed = {pid: 11, command: 'qemu-system-x86_64 -name a -drive /runs/alive/a.qcow2', began: ''};
const other = {pid: 12, command: 'qemu-system-x86_64 -drive /home/me/own.qcow2', began: ''};

const reader = {pid: 14, command: 'tail -f /runs/dead/a.log', began: ''};

test('what names the folder of a dead run is a leftover; what a living run or a stranger started is not', async t => {
	const temporary = await folderFor(t);
	const marks = {alive: [alive], dead: [dead]};
	const found = await findLeftovers({
		table: [qemu, needed, other, reader],
		marks,
		temporary,
		uid: undefined,
		now: new Date(),
	});
	t.deepEqual(found, {processes: [qemu], folders: [], marks: ['/marks/1.json']});
});

test('a living run keeps what it started, also where its folder is that of a dead one', async t => {
	const marks = {alive: [{...alive, folders: dead.folders}], dead: [dead]};
	const scene = {table: [qemu], marks, temporary: await folderFor(t), uid: undefined, now: new Date()};
	t.deepEqual((await findLeftovers(scene)).processes, []);
});

test('a mark that names no folder, or the root of all, makes a leftover of nobody', async t => {
	const marks = {alive: [], dead: [{...dead, folders: ['', '/']}]};
	const scene = {table: [qemu, needed], marks, temporary: await folderFor(t), uid: undefined, now: new Date()};
	t.deepEqual((await findLeftovers(scene)).processes, []);
});

test('temporary folders go only when no living run could have made them, and nobody uses them', async t => {
	const temporary = await folderFor(t);
	await Promise.all(['osp2p-a', 'osp2p-used', 'osp2p-running-1', 'else'].map(name => mkdir(join(temporary, name))));
	const user = {pid: 13, command: `tail ${join(temporary, 'osp2p-used')}/log`, began: ''};
	const later = new Date(Date.now() + 3_600_000);
	const find = async (living: boolean, now = later) =>
		findLeftovers({
			now,
			table: [user],
			marks: {alive: living ? [alive] : [], dead: []},
			temporary,
			uid: undefined,
		});
	t.deepEqual((await find(false)).folders, [join(temporary, 'osp2p-a')]);
	t.deepEqual((await find(true)).folders, []);
	t.deepEqual((await find(false, new Date())).folders, [], 'a folder that was just made is left alone');
});

test('a temporary folder goes with the leftover that uses it; what is no folder, or not ours, stays', async t => {
	const temporary = await folderFor(t);
	const folder = join(temporary, 'osp2p-a');
	await mkdir(folder);
	await writeFile(join(temporary, 'osp2p-file'), '');
	await symlink(folder, join(temporary, 'osp2p-link'));
	const scene = {
		now: new Date(Date.now() + 3_600_000),
		table: [{...qemu, command: `${qemu.command} -serial ${folder}/console`}],
		marks: {alive: [], dead: [dead]},
		temporary,
	};
	t.deepEqual((await findLeftovers({...scene, uid: process.getuid?.()})).folders, [folder]);
	t.deepEqual((await findLeftovers({...scene, uid: 12_345})).folders, []);
});

test("the folder of a dead suite's guests goes, its runs stay; that of a living one stays too", async t => {
	const temporary = await folderFor(t);
	const runs = await folderFor(t);
	await Promise.all(['.guests-x1', '20260101-bad'].map(name => mkdir(join(runs, name))));
	const find = async (living: boolean) =>
		findLeftovers({
			now: new Date(),
			table: [],
			marks: {alive: living ? [{...alive, folders: [runs]}] : [], dead: [{...dead, folders: [runs]}]},
			temporary,
			uid: undefined,
		});
	t.deepEqual((await find(false)).folders, [join(runs, '.guests-x1')]);
	t.deepEqual((await find(true)).folders, []);
});
