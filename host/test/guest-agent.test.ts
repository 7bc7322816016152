import {createHash} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {ensureImage} from '../../image/build.ts';
import {blankDisk} from '../testbed/blank-disk.ts';
import type {EnteredGuest} from '../testbed/entered-guest.ts';
import {enterBy} from '../testbed/entered-guest.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import type {TestNode} from '../testbed/test-node.ts';
import {vmNode} from '../testbed/vm-node.ts';
import {specOf} from './guest-spec.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

const {signal} = new AbortController();
const executables = ['osppeer', 'osptracker'].map(name => ({
	name,
	path: join(import.meta.dirname, `../../dist/${name}`),
}));
const owned = new AsyncDisposableStack();
let guest: EnteredGuest;
let node: TestNode;

test.before('a guest with an agent in it', async t => {
	t.timeout(600_000);
	const folder = owned.adopt(await mkdtemp(`${tmpdir()}/osp2p-test-`), path => rm(path, {recursive: true}));
	const image = await ensureImage(
		{base: 'auto', executables, variant: 'plain', cacheFolder},
		{signal, report: () => {}},
	);
	const shape = {image, memoryMiB: 512, cpus: 1};
	const accelerator = {...chosen, because: 'the tests use what works everywhere'};
	const startVm = forkEach(shape, {accelerator, cacheFolder, report: () => {}, signal});
	guest = owned.use(await enterBy(startVm, image)(specOf(1, shape), {folder, signal}));
	node = vmNode(guest, {name: 'guest1', image, address: '10.77.1.2', folder});
});

test.after.always('the guest ends', async () => owned.disposeAsync());

const tidy = async (): Promise<string | undefined> => (await guest.agent.ask('tidy', [], {signal}))?.toString();

/** Run a script as a program under test, to its end. */
const run = async (script: string, label: string) => {
	const lines: string[] = [];
	await using program = await node.start(['sh', '-c', script], {signal, label, onLine: line => lines.push(line)});
	return {...(await program.exited), lines};
};

test.serial('a program runs without rights, in its folder, and its end is told', async t => {
	const {exitCode, lines} = await run('id -un; pwd; echo complaint >&2; exit 3', 'ends');
	t.is(exitCode, 3);
	t.deepEqual(lines.toSorted(), ['/srv/osp', 'complaint', 'osp']);
	t.is((await run('kill -SEGV $$', 'dies')).signal, 'SIGSEGV');
	await using missing = await node.start(['/no/such/program'], {signal, label: 'missing'});
	t.is((await missing.exited).exitCode, 127);
});

test.serial('a program that prints for ever does not keep the agent from stopping it', async t => {
	const {promise: hasTrapped, resolve: onLine} = Promise.withResolvers<unknown>();
	await using program = await node.start(['sh', '-c', 'trap "" TERM; while :; do echo again; done'], {
		signal,
		label: 'prints',
		onLine,
	});
	await hasTrapped;
	t.truthy(await program.usage());
	t.is((await program.stop({graceMs: 500})).signal, 'SIGKILL');
});

test.serial('files come and go as they are, measured', async t => {
	const bytes = Buffer.from(Array.from({length: 3000}, (_, index) => index % 256));
	const name = 'odd \xff\n%41';
	await node.writeFile(`/srv/osp/shared/deep/${name}`, bytes, {signal});
	await node.writeFile('/srv/osp/shared/big', Buffer.alloc(2 * 1024 * 1024, 'x'), {signal});
	await node.makeLink('../shared', '/srv/osp/shared/link', {signal});
	t.deepEqual(await node.readFile(`/srv/osp/shared/deep/${name}`, {signal}), bytes);
	t.is(await node.readFile('/srv/osp/shared/none', {signal}), undefined);
	const listed = await node.listFiles('/srv/osp/shared', {signal});
	t.deepEqual(
		listed.map(file => [file.name, file.bytes]),
		[
			['big', 2 * 1024 * 1024],
			[`deep/${name}`, 3000],
		],
	);
	t.deepEqual(await node.measure('/srv/osp/shared/big', {signal}), {
		bytes: listed[0]?.bytes ?? 0,
		sha256: listed[0]?.sha256 ?? '',
	});
	t.is(await node.measure('/srv/osp/shared/link', {signal}), undefined);
});

test.serial('a folder filled with rubbish and a hole is told all the same, in bounds', async t => {
	const rubbish = 'mkdir -p shared/many shared/holes; (cd shared/many && seq 2500 | xargs touch)';
	const holes = 'truncate -s 1M shared/holes/small; truncate -s 1T shared/holes/vast';
	t.is((await run(`${rubbish}; ${holes}`, 'fills')).exitCode, 0);
	t.is((await node.listFiles('/srv/osp/shared/many', {signal})).length, 2000);
	const [small, vast] = await node.listFiles('/srv/osp/shared/holes', {signal});
	t.is(small?.bytes, 1024 * 1024);
	t.deepEqual(vast, {name: 'vast', bytes: 2 ** 40, sha256: ''});
	t.deepEqual(await node.listFiles('/srv/osp/nowhere', {signal}), []);
});

test.serial('what programs have left is taken away, and the guest is as it was', async t => {
	const mess =
		'mkdir -p /tmp/a/b /dev/shm/c; echo x >/tmp/a/b/x; echo x >/dev/shm/c/x; echo x >/var/tmp/x; echo x >/run/lock/x; (setsid sleep 1000 &); echo done';
	await using left = await node.start(
		[
			'sh',
			'-c',
			`${mess}; exec perl -MSocket -e 'socket $s, AF_INET, SOCK_STREAM, 0; listen $s, 5; print qq(up\\n); sleep 1000'`,
		],
		{signal, label: 'mess'},
	);
	void left;
	t.is(await tidy(), '');
	const look = 'ls -A /srv/osp /tmp/a /dev/shm /var/tmp /run/lock/x 2>/dev/null; ps -o comm= -u osp';
	t.is(
		(await node.run(['sh', '-c', look], {signal, asHarness: true})).stdout
			.toString()
			.replaceAll(/^\/.*:$/gm, '')
			.trim(),
		'',
	);
});

test.serial(
	'a worker of ours stays when the guest is tidied up, and never meets the program of a stranger',
	async t => {
		const worksAs = async (port: number): Promise<string> => {
			const {promise: listens, resolve: onLine} = Promise.withResolvers<unknown>();
			await using tracker = await node.start([...node.programs.tracker, '-p', String(port)], {
				signal,
				label: `tracker-${port}`,
				onLine,
				byWorker: true,
			});
			t.is(await listens, `osptracker: listening on 0.0.0.0:${port}`);
			const pid = (await node.run(['pgrep', '-u', 'osp'], {signal})).stdout.toString();
			t.deepEqual(await tracker.stop(), {exitCode: 0, signal: null, lastLines: tracker.lastLines()});
			return pid;
		};
		const first = await worksAs(11_111);
		t.is(await worksAs(11_112), first);
		t.deepEqual(guest.workers.resting, ['worker-1']);
		t.is((await guest.agent.ask('tidy', guest.workers.resting, {signal}))?.toString(), '');
		t.is(await worksAs(11_111), first);

		t.deepEqual((await run('pgrep -c osptracker', 'stranger')).lines, ['0']);
		t.deepEqual(guest.workers.resting, []);
		t.not(await worksAs(11_111), first);

		await using open = await node.start([...node.programs.tracker], {signal, label: 'open', byWorker: true});
		t.is((await guest.agent.ask('tidy', guest.workers.resting, {signal}))?.toString(), '');
		t.is((await open.exited).signal, 'SIGKILL');
	},
);

test.serial('what cannot be taken away is told: then the guest is not used again', async t => {
	await node.run(
		[
			'sh',
			'-c',
			`setpriv --reuid osp --clear-groups sleep 1000 >/dev/null 2>&1 </dev/null & until [ "$(stat -c %U /proc/$!)" = osp ]; do :; done`,
		],
		{signal, asHarness: true},
	);
	t.is(await tidy(), 'process sleep');
	await node.run(['pkill', '-u', 'osp'], {signal});
	await node.run(['sh', '-c', 'setpriv --reuid osp --clear-groups perl -e "shmget 7, 4096, 01600"'], {
		signal,
		asHarness: true,
	});
	t.is(await tidy(), 'a System V shm');
});

test.serial('a big file comes whole, and what is not in their home the programs cannot change', async t => {
	const bytes = Buffer.alloc(9 * 1024 * 1024 + 1, 'a big file ');
	const path = `${node.programFolder}/peer/big`;
	await node.writeFile(path, bytes, {signal, executable: true});
	t.deepEqual(await node.measure(path, {signal}), {
		bytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
	});
	const {lines} = await run(`rm -f ${path}; echo x >${path}; mv ${node.programFolder} away; ls -l ${path}`, 'changes');
	t.regex(lines.at(-1) ?? '', /^-rwxr-xr-x 1 root root 9437185 /);
});

test.serial(
	'a disk of their own ends where it is to end, for temporary files too, and is new after tidying',
	async t => {
		t.is((await guest.agent.ask('home', ['16'], {bytes: await blankDisk(16), signal}))?.toString(), '');
		const fill = (folder: string) =>
			run(`cat /dev/zero >${folder}/fill; wc -c <${folder}/fill; rm ${folder}/fill`, 'fill');
		for (const folder of ['/srv/osp', '/tmp', '/var/tmp']) {
			const {lines} = await fill(folder);
			t.regex(lines.join('\n'), /No space left on device/);
			const mebibytes = Number(lines.at(-1)) / 1024 / 1024;
			t.true(mebibytes > 14 && mebibytes <= 16, `${folder}: ${mebibytes} MiB`);
		}

		await run('echo kept >/srv/osp/a; echo kept >/tmp/b', 'leaves');
		await node.writeFile('/srv/osp/c', Buffer.from('x'), {signal});
		t.is(await tidy(), 'a System V shm'); // Of the test before.
		const {lines} = await run('ls -A /srv/osp /tmp /var/tmp; touch /srv/osp/mine && stat -c %U /srv/osp/mine', 'looks');
		t.deepEqual(lines, ['/srv/osp:', '', '/tmp:', '', '/var/tmp:', 'osp']);
		t.is((await node.readFile(`${node.programFolder}/peer/big`, {signal}))?.length, 9 * 1024 * 1024 + 1);
	},
);

test.serial('a port is kept for a while only where it is asked for, and is free after tidying', async t => {
	const talk = `perl -MIO::Socket::INET -e '
		my $from = IO::Socket::INET->new(LocalPort => 7777, Listen => 1) or die "taken\\n";
		my $to = IO::Socket::INET->new(PeerPort => 7777, PeerAddr => "127.0.0.1");
		my $here = $from->accept; close $here; close $to; print "spoke\\n"'`;
	const twice = async (): Promise<string> =>
		[await run(talk, 'talks'), await run(talk, 'again')].flatMap(({lines}) => lines).join(' ');
	t.is(await twice(), 'spoke spoke');
	await guest.agent.ask('hold_ports', [], {signal});
	t.is(await twice(), 'spoke taken');
	await tidy();
	t.is(await twice(), 'spoke spoke');
});
