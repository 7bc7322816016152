import test from 'ava';
import type {TestNode} from '../testbed/test-node.ts';
import {type OneGuest, startOneGuest} from './one-guest.ts';

/* What a program under test tries from inside a guest, and the wall that stops it: docs/walls.md. */

const {signal} = new AbortController();
let one: OneGuest;
let node: TestNode;

test.before('a guest', async t => {
	t.timeout(600_000);
	one = await startOneGuest({signal});
	node = one.node;
});

test.after.always('the guest ends', async () => one?.[Symbol.asyncDispose]());

const run = async (script: string, label: string): Promise<readonly string[]> => (await one.run(script, label)).lines;

const asHarness = async (script: string): Promise<string> => one.asHarness(script);

test.serial('a link where the harness writes is replaced, not followed', async t => {
	await run('ln -s /etc/x /srv/osp/canary.txt; ln -s /etc /srv/osp/shared; ln -s /etc/y /srv/osp/link', 'links');
	await node.writeFile('/srv/osp/canary.txt', Buffer.from('secret'), {signal});
	await t.throwsAsync(node.writeFile('/srv/osp/shared/z', Buffer.from('secret'), {signal}));
	await node.makeLink('target', '/srv/osp/link', {signal});
	t.is(await asHarness('ls /etc/x /etc/y /etc/z 2>/dev/null'), '');
	t.is(await asHarness('stat -c "%F %U" /srv/osp/canary.txt; readlink /srv/osp/link'), 'regular file osp\ntarget');
	t.is(await asHarness('stat -c "%U %a" /etc'), 'root 755');
});

test.serial('a link to what only root may read tells nothing', async t => {
	await run('mkdir -p /srv/osp/told; ln -sf /etc/shadow /srv/osp/told/shadow; ln -s /root /srv/osp/told/root', 'tells');
	t.is(await node.readFile('/srv/osp/told/shadow', {signal}), undefined);
	t.is(await node.readFile('/srv/osp/told/root/.ssh/authorized_keys', {signal}), undefined);
	t.is(await node.measure('/srv/osp/told/shadow', {signal}), undefined);
	t.deepEqual(await node.listFiles('/srv/osp/told', {signal}), []);
});

test.serial('pipes that take the names of files keep nobody waiting', async t => {
	t.timeout(120_000);
	const swap = 'mkdir -p /srv/osp/swap; cd /srv/osp/swap; while :; do mkfifo p; mv -f p f; echo x >r; mv -f r f; done';
	await using program = await node.start(['sh', '-c', swap], {signal, label: 'swap'});
	const within = AbortSignal.timeout(60_000);
	for (let round = 0; round < 200; round++) {
		await node.measure('/srv/osp/swap/f', {signal: within});
		await node.readFile('/srv/osp/swap/f', {signal: within});
		await node.listFiles('/srv/osp/swap', {signal: within});
	}

	t.is((await program.kill()).signal, 'SIGKILL');
});

test.serial('what digesting would take minutes is told by its size, and holds nobody up', async t => {
	t.timeout(120_000);
	await run('mkdir -p /srv/osp/holes; for n in 1 2 3 4 5; do truncate -s 7G /srv/osp/holes/$n; done', 'holes');
	const listed = await node.listFiles('/srv/osp/holes', {signal: AbortSignal.timeout(60_000)});
	t.deepEqual(
		listed.map(({bytes, sha256}) => [bytes, sha256]),
		Array.from({length: 5}, () => [7 * 2 ** 30, '']),
	);
});

test.serial('neither the SSH server nor a namespace of its own is there for a program', async t => {
	const reach = (address: string) =>
		`perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => "${address}:22", Timeout => 3) ? "reached\\n" : "no way\\n"'`;
	const addresses = ['127.0.0.1', '10.0.2.15', '10.77.1.2'];
	t.deepEqual(await run(addresses.map(reach).join('; '), 'ssh'), ['no way', 'no way', 'no way']);
	t.regex((await run('unshare -Ur id -u 2>&1', 'namespace')).join(), /unshare/);
	t.is((await node.run(['id', '-un'], {signal})).stdout.toString(), 'osp\n');
});

test.serial('a program can neither signal nor read the player beside it', async t => {
	await using player = await node.start(['sleep', '1000'], {signal, label: 'player', isPlayer: true});
	void player;
	const pid = await asHarness('pgrep -x sleep');
	const tries = `kill -USR1 ${pid} 2>/dev/null && echo signalled; cat /proc/${pid}/environ 2>/dev/null; ls /proc/${pid}/fd 2>/dev/null`;
	t.deepEqual(await run(tries, 'tries'), []);
	const demoted = await node.start(['sh', '-c', node.withoutRights(['id', '-un']).join(' ')], {
		signal,
		label: 'demoted',
		isPlayer: true,
	});
	t.deepEqual((await demoted.exited).lastLines, ['osp']);
});

test.serial('what a build has left is taken away before anything is laid out', async t => {
	await run('mkdir -p /srv/osp/a/b /tmp/c; chmod 0 /srv/osp/a; ln -s /etc/x /srv/osp/canary2.txt', 'leaves');
	await node.clear([], {signal});
	t.is(await asHarness('ls -A /srv/osp; ls -d /tmp/c 2>/dev/null'), '');
});
