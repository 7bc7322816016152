import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import type {EnteredGuest} from '../testbed/entered-guest.ts';
import {enterBy} from '../testbed/entered-guest.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import type {TestNode} from '../testbed/test-node.ts';
import {vmNode} from '../testbed/vm-node.ts';
import {specOf} from './guest-spec.ts';
import {cacheFolder, accelerator as chosen, testImage} from './test-image.ts';

const {signal} = new AbortController();
const stage = new AsyncDisposableStack();
let guest: EnteredGuest;
let node: TestNode;

test.before('a guest with a hand in it', async t => {
	t.timeout(600_000);
	const folder = stage.adopt(await mkdtemp(`${tmpdir()}/osp2p-test-`), path => rm(path, {recursive: true}));
	const image = await testImage({signal});
	const shape = {image, memoryMiB: 512, cpus: 1};
	const accelerator = {...chosen, because: 'the tests use what works everywhere'};
	const startVm = forkEach(shape, {accelerator, cacheFolder, report: () => {}, signal});
	guest = stage.use(await enterBy(startVm, image)(specOf(1, shape), {folder, signal}));
	node = vmNode(guest, {name: 'guest1', image, address: '10.77.1.2', folder});
});

test.after.always('the guest ends', async () => stage.disposeAsync());

const tidy = async (): Promise<string | undefined> => (await guest.hand.ask('tidy', [], {signal}))?.toString();

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

test.serial('a program that prints for ever does not keep the hand from stopping it', async t => {
	await using program = await node.start(['sh', '-c', 'trap "" TERM; while :; do echo again; done'], {
		signal,
		label: 'prints',
	});
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
		(await node.run(['sh', '-c', look], {signal})).stdout
			.toString()
			.replaceAll(/^\/.*:$/gm, '')
			.trim(),
		'',
	);
});

test.serial('what cannot be taken away is told: then the guest is not used again', async t => {
	await node.run(
		[
			'sh',
			'-c',
			`setpriv --reuid osp --clear-groups sleep 1000 >/dev/null 2>&1 </dev/null & until [ "$(stat -c %U /proc/$!)" = osp ]; do :; done`,
		],
		{signal},
	);
	t.is(await tidy(), 'process sleep');
	await node.run(['pkill', '-u', 'osp'], {signal});
	await node.run(['sh', '-c', 'setpriv --reuid osp --clear-groups perl -e "shmget 7, 4096, 01600"'], {signal});
	t.is(await tidy(), 'a System V shm');
});
