import {spawnSync} from 'node:child_process';
import {mkdir, mkdtempDisposable} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';

const root = dirname(dirname(import.meta.dirname));
const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0;

const runGood = async (
	folder: string,
	{
		env = {},
		uid,
		before = '',
	}: {readonly env?: Record<string, string>; readonly uid?: number; readonly before?: string},
) => {
	const line = `${before} exec "$0/scripts/osp2p" run good --substrate process --runs "$1/runs"`;
	const command = ['sh', '-c', line, root, folder] as const;
	const [file, ...argv] = before === '' ? command : (['unshare', '--mount', ...command] as const);
	const {exitCode, stdout, stderr} = await execa(file, argv, {
		cwd: folder,
		env: {PATH: process.env['PATH'] ?? '', ...env},
		extendEnv: false,
		reject: false,
		stdin: 'ignore',
		...(uid !== undefined && {uid, gid: uid}),
	});
	return {exitCode, text: `${stdout}\n${stderr}`};
};

const withFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-odd-'));
	await work(folder.path);
};

test.serial(
	'a relative or a very long TMPDIR works, and neither a home nor a usable XDG_CACHE_HOME is needed',
	async t => {
		t.timeout(300_000);
		await withFolder(async folder => {
			const long = join(folder, 'x'.repeat(200));
			await Promise.all([mkdir(join(folder, 'short')), mkdir(long)]);
			for (const TMPDIR of ['short', long]) {
				const {exitCode, text} = await runGood(folder, {env: {TMPDIR, XDG_CACHE_HOME: 'relative'}});
				t.is(exitCode, 0, text);
			}
		});
	},
);

const testWith = (can: boolean, title: string, need: string, body: (t: ExecutionContext) => Promise<void>) =>
	can ? test.serial(title, body) : test.skip(`${title} (not here: ${need})`, body);

testWith(canMount, 'where programs cannot be started, nobody is blamed for it', 'no mounts of our own', async t => {
	t.timeout(300_000);
	await withFolder(async folder => {
		await mkdir(join(folder, 'noexec'));
		const before = 'mount -t tmpfs -o noexec tmpfs "$1/noexec" &&';
		const {exitCode, text} = await runGood(folder, {env: {TMPDIR: join(folder, 'noexec')}, before});
		t.is(exitCode, 3, text);
		t.regex(text, /No program can be started from .*noexec\/.*mounted noexec\?/);
		t.regex(text, /TMPDIR=\/var\/tmp/);
		t.notRegex(text, /a bug of OSP2P/);
	});
});

testWith(
	process.platform === 'linux',
	'where no folder can ever be made, that is said at once',
	'no /proc',
	async t => {
		t.timeout(300_000);
		await withFolder(async folder => {
			for (const [before, argv] of [
				['export TMPDIR=/proc/osp2p', 'run good --runs "$1/runs"'],
				['', 'run good --runs /proc/osp2p/runs'],
				['', 'grade /bin/true --only empty --out /proc/osp2p/out'],
				['export XDG_CACHE_HOME=/proc/osp2p', 'image clean'],
			] as const) {
				const line = `${before}\n"$0/scripts/osp2p" ${argv} ${argv.startsWith('image') ? '' : '--substrate process'}`;
				const {exitCode, stderr, timedOut} = await execa('sh', ['-c', line, root, folder], {
					cwd: folder,
					reject: false,
					stdin: 'ignore',
					timeout: 60_000,
				});
				t.false(timedOut, argv);
				t.is(exitCode, argv.startsWith('image') ? exitCode : 3, stderr);
				t.notRegex(stderr, /a bug of OSP2P/);
			}
		});
	},
);

test.serial('a TMPDIR that cannot be is told with what to do', async t => {
	t.timeout(300_000);
	await withFolder(async folder => {
		const {exitCode, text} = await runGood(folder, {env: {TMPDIR: '/bin/sh/nowhere'}});
		t.is(exitCode, 3, text);
		t.regex(text, /Temporary files cannot be written: .*\nLet TMPDIR name a folder/);
	});
});
