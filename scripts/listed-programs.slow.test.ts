import {access, mkdtempDisposable, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {listedProgramsPath} from '../image/listed-programs.ts';

test('the good scenario needs no program that is not in the list, and neither does saying what is there', async t => {
	t.timeout(180_000);
	await using folder = await mkdtempDisposable(path.join(tmpdir(), 'osp2p-listed-'));
	const PATH = await listedProgramsPath(folder.path);
	const root = path.dirname(import.meta.dirname);
	const cli = path.join(root, 'host/cli.ts');
	await using runs = await mkdtempDisposable(path.join(tmpdir(), 'osp2p-runs-'));
	const argv = ['run', 'good', '--substrate', 'process', '--runs', runs.path];
	const {exitCode, all} = await execa(process.execPath, [cli, ...argv], {
		env: {PATH},
		cwd: root,
		all: true,
		reject: false,
	});
	t.is(exitCode, 0, all);
	const doctor = await execa(process.execPath, [cli, 'doctor', '--json'], {env: {PATH}, cwd: root, reject: false});
	t.true(JSON.parse(doctor.stdout).ready, doctor.stdout);
});

test('the folder of listed programs has what a bare Debian has, and not what happens to be here', async t => {
	await using folder = await mkdtempDisposable(path.join(tmpdir(), 'osp2p-listed-'));
	const PATH = await listedProgramsPath(folder.path);
	if (PATH !== folder.path) {
		t.log("not looked at: this host's packages cannot be asked about");
		t.pass();
		return;
	}

	const names = await readdir(folder.path);
	for (const name of ['sh', 'tar', 'awk', 'apt-get', 'mmdebstrap', 'qemu-img', 'genext2fs']) {
		t.true(names.includes(name), name);
	}

	for (const name of ['xz', 'cc', 'make', 'curl', 'ps']) {
		t.false(names.includes(name), name);
	}

	await t.notThrowsAsync(access(path.join(folder.path, 'awk')));
});
