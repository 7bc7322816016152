import {type SpawnSyncReturns, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {globSync} from 'node:fs';
import {mkdir, mkdtempDisposable, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';

const root = dirname(dirname(import.meta.dirname));

type Place = {readonly folder: string; readonly temporary: string; readonly runs: string; readonly peer: string};

/** A folder for runs, one for temporary files, and a peer that breaks a claim: it ends at once. */
const withPlace = async (work: (place: Place) => Promise<void>): Promise<void> => {
	await using folder = await mkdtempDisposable(join(tmpdir(), 'osp2p-ends-'));
	const place = {
		folder: folder.path,
		temporary: join(folder.path, 'tmp'),
		runs: join(folder.path, 'runs'),
		peer: join(folder.path, 'peer'),
	};
	await Promise.all([mkdir(place.temporary), mkdir(place.runs)]);
	await writeFile(place.peer, '#!/bin/sh\nexit 0\n', {mode: 0o755});
	await work(place);
};

/** Runs a line of a shell to its end. Its arguments: `$0` is the checkout, `$1` the folder, `$2` the peer, `$3` where runs go. */
const shell = (line: string, place: Place, wrapped: readonly string[] = []): SpawnSyncReturns<string> => {
	const {folder, peer, runs} = place;
	const [file = '', ...argv] = [...wrapped, 'bash', '-c', line, root, folder, peer, runs];
	return spawnSync(file, argv, {
		cwd: folder,
		env: environmentOf(place),
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
};

const environmentOf = ({folder, temporary}: Place): NodeJS.ProcessEnv => ({
	...process.env,
	TMPDIR: temporary,
	XDG_CACHE_HOME: folder,
});

const verdictIn = async ({runs}: Place): Promise<unknown> => {
	const [file = ''] = globSync('*/results.json', {cwd: runs, exclude: ['latest']});
	return JSON.parse(await readFile(join(runs, file), 'utf8')).verdict;
};

const arrives = async (what: () => Promise<boolean> | boolean, ms = 60_000): Promise<boolean> => {
	for (const end = performance.now() + ms; performance.now() < end; await pause(50)) {
		if (await what()) {
			return true;
		}
	}

	return false;
};

const GOOD = '"$0/run-good" --substrate process --runs "$3"';

test.serial('a reader that leaves costs the output, neither the verdict nor its results', async t => {
	t.timeout(300_000);
	await withPlace(async place => {
		const {status, stderr} = shell(`set -o pipefail; ${GOOD} --peer "$2" 2>&1 | head -n 2`, place);
		t.is(status, 1, stderr);
		t.is(await verdictIn(place), 'fail');
		t.deepEqual(await readdir(place.temporary), []);
	});
});

test.serial('where standard output is full, the verdict counts; where there is none, the code is 3', async t => {
	t.timeout(300_000);
	await withPlace(async place => {
		const broken = shell(`${GOOD} --peer "$2" >/dev/full`, place);
		t.is(broken.status, 1, broken.stderr);
		t.regex(broken.stderr, /standard output could not be written: ENOSPC/);
		t.is(await verdictIn(place), 'fail');

		for (const argv of ['scenarios', '--help', '--version', 'run --help']) {
			const {status, stderr} = shell(`"$0/scripts/osp2p" ${argv} >/dev/full`, place);
			t.is(status, 3, `${argv}: ${stderr}`);
			t.notRegex(stderr, /bug of OSP2P/);
		}
	});
});

const asRoot = process.getuid?.() === 0 ? ['unshare', '-m'] : ['unshare', '-rm'];
const canMount =
	spawnSync('sh', ['-c', 'exec "$@"', 'sh', ...asRoot, 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0;
const onFullDisk = 'a run folder on a full disk is told once, by name, with code 3';

(canMount ? test.serial : test.skip)(
	canMount ? onFullDisk : `${onFullDisk} (not here: neither root nor user namespaces may mount)`,
	async t => {
		t.timeout(300_000);
		await withPlace(async place => {
			const {status, stdout, stderr} = shell(`mount -t tmpfs -o size=40k none "$3" && ${GOOD}`, place, asRoot);
			t.is(status, 3, stderr);
			const complaints = stderr.split('\n').filter(line => line.startsWith('osp2p: '));
			t.is(complaints.length, 1, stderr);
			t.true(complaints[0]?.includes(place.runs), complaints[0]);
			t.notRegex(`${stdout}${stderr}`, /bug of OSP2P|^ +at /m);
			t.deepEqual(await readdir(place.temporary), []);
		});
	},
);

test.serial('a terminal that is closed ends a suite as Ctrl-C does: 128 + 1, with its report', async t => {
	t.timeout(300_000);
	await withPlace(async place => {
		const suite = ['empty', 'truncated', 'wrong-bytes', 'decoy', '--substrate', 'process', '--jobs', '1', '--runs'];
		const argv = ['-e', IN_TERMINAL, 'PASS', join(root, 'run-bad'), ...suite, place.runs];
		const {status, stdout, stderr} = spawnSync('perl', argv, {
			cwd: place.folder,
			env: environmentOf(place),
			encoding: 'utf8',
		});
		t.is(status, 0, stderr);
		t.is(stdout.split('\n').at(-1), 'exit 129', stdout);
		const [report = ''] = globSync('*/suite.json', {cwd: place.runs, exclude: ['latest']});
		const {scenarios} = JSON.parse(await readFile(join(place.runs, report), 'utf8'));
		t.true(scenarios.length > 0 && scenarios.length < 4, `${scenarios.length}`);
		t.deepEqual(await readdir(place.temporary), []);
	});
});

test.serial('what nohup started outlives its terminal', async t => {
	t.timeout(300_000);
	await withPlace(async place => {
		const argv = [
			'grade',
			place.peer,
			'--substrate',
			'process',
			'--only',
			'empty,truncated',
			'--out',
			join(place.folder, 'out'),
		];
		const child = spawn('sh', ['-c', 'exec nohup "$@"', 'sh', join(root, 'scripts/osp2p'), ...argv], {
			cwd: place.folder,
			env: environmentOf(place),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const printed: string[] = [];
		child.stdout.on('data', text => printed.push(String(text)));
		child.stderr.on('data', text => printed.push(String(text)));
		const ended = once(child, 'exit');
		t.true(await arrives(async () => (await stat(join(place.folder, 'out')).catch(() => undefined)) !== undefined));
		child.kill('SIGHUP');
		t.deepEqual(await ended, [1, null], printed.join(''));
	});
});

/** Starts a program in a terminal of its own, takes the terminal away once what it prints matches, and tells how it ended: all that the smallest perl can. */
const IN_TERMINAL = `
	use POSIX ();
	my ($seen, @command) = @ARGV;
	open(my $master, '+<', '/dev/ptmx') or die "no terminal: $!";
	ioctl($master, 0x40045431, my $unlocked = pack('i', 0)) or die "TIOCSPTLCK: $!";
	ioctl($master, 0x80045430, my $number = pack('i', 0)) or die "TIOCGPTN: $!";
	my $child = fork;
	if (!$child) {
		POSIX::setsid();
		open(my $slave, '+<', '/dev/pts/' . unpack('i', $number)) or die "slave: $!";
		ioctl($slave, 0x540e, 0);
		POSIX::dup2(fileno($slave), $_) for 0 .. 2;
		exec @command;
	}
	my $text = '';
	while (sysread($master, $text, 4096, length $text)) {
		last if $text =~ /$seen/;
	}
	close $master;
	waitpid $child, 0;
	print "$text\\n", $? & 127 ? 'signal ' . ($? & 127) : 'exit ' . ($? >> 8);
`;
