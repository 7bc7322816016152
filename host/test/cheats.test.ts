import test from 'ava';
import type {TestNode} from '../testbed/test-node.ts';
import {type OneGuest, startOneGuest} from './one-guest.ts';

/* Small programs that try to fool the judge, or to stay: the table in docs/walls.md names each. What each gains is nothing. */

const {signal} = new AbortController();
let one: OneGuest;
let node: TestNode;

test.before('a guest', async t => {
	t.timeout(600_000);
	one = await startOneGuest({signal});
	node = one.node;
});

test.after.always('the guest ends', async () => one?.[Symbol.asyncDispose]());

/** Tries that print a line each when they work. */
const gainsNothing = test.macro<[cheat: string, ...tries: string[]]>({
	title: (_, cheat: string) => `one that ${cheat} gains nothing`,
	async exec(t, _cheat: string, ...tries: readonly string[]) {
		const script = tries
			.map(one => `if ${one}; then echo ${JSON.stringify(one).replaceAll('$', '\\$')}; fi`)
			.join('\n');
		const {lines} = await one.run(`exec 2>/dev/null\n${script}\necho tried`, 'cheat');
		t.deepEqual(lines, ['tried']);
	},
});

test.serial(
	gainsNothing,
	'starts our own program in its place',
	'ls /opt/osp2p/bin >/dev/null',
	'/opt/osp2p/bin/osppeer --help >/dev/null',
	'osppeer --help >/dev/null',
	'cp /opt/osp2p/bin/osppeer /srv/osp/mine',
);
test.serial(
	gainsNothing,
	'leaves its control group, or lifts its limits',
	'echo $$ >/sys/fs/cgroup/cgroup.procs',
	'mkdir /sys/fs/cgroup/osp2p/mine',
	'echo max >/sys/fs/cgroup/osp2p/cheat/pids.max',
	'echo -1000 >/proc/self/oom_score_adj',
	'renice -n -10 $$ >/dev/null',
);
test.serial(
	gainsNothing,
	'stops or signals the agent',
	'kill -STOP $PPID',
	'kill -KILL $PPID',
	'kill -STOP 1',
	'cat /proc/$PPID/environ',
	'ls /proc/$PPID/fd/ | grep -q .',
	'echo x >/proc/$PPID/fd/1',
);
test.serial(
	gainsNothing,
	'sets clocks, names or addresses',
	'date -s @0 >/dev/null',
	'hostname judge',
	'ip link set eth1 down',
	'ip addr add 10.77.1.3/24 dev eth1',
	'ip rule del pref 5',
);
test.serial(
	gainsNothing,
	'has the next program load its library, or writes where the next run reads',
	'echo /tmp/x.so >/etc/ld.so.preload',
	'echo x >/etc/profile.d/x.sh',
	'mkdir -p /var/lib/osp2p/handed-in/peer',
	'echo x >/var/lib/osp2p/handed-in/peer.installed',
	'mv /var/lib/osp2p/handed-in /srv/osp/',
	'echo x >/usr/lib/osp2p/identity',
);
test.serial(
	gainsNothing,
	'mounts, sends raw frames, or speaks to the host by a device',
	'mount -t tmpfs none /tmp',
	'umount /srv/osp',
	`perl -e 'socket(my $s, 17, 3, 0) or exit 1'`,
	`perl -e 'socket(my $s, 2, 3, 1) or exit 1'`,
	'unshare -Urn true',
	'ls /dev/vport* | while read port; do echo x >$port && exit 1; done; [ $? = 1 ]',
	'cat /dev/vda',
	'mknod /srv/osp/null c 1 3',
);
test.serial(
	gainsNothing,
	'comes back later by a service of the system',
	'crontab -l',
	'echo true | at now',
	'systemd-run --user true',
	'systemd-run true',
	'loginctl enable-linger',
	'su root -c true </dev/null',
);
test.serial(
	gainsNothing,
	'reads what is not its own',
	'cat /root/.ssh/authorized_keys',
	'cat /etc/dropbear/dropbear_ed25519_host_key',
	'cat /etc/shadow',
	'dmesg',
	'cat /var/lib/osp2p/home',
	'ls /root',
);

test.serial('one that goes on in the background ends with its program, and its port is free', async t => {
	const stay =
		`perl -MPOSIX -MIO::Socket::INET -e 'fork and exit; POSIX::setsid(); fork and exit; $SIG{$_} = "IGNORE" for qw(TERM HUP INT); ` +
		`$0 = "stays"; my $s = IO::Socket::INET->new(LocalPort => 7070, Listen => 1, ReuseAddr => 1); print "up\\n"; $| = 1; sleep 1 while 1'`;
	const {promise: up, resolve: onLine} = Promise.withResolvers<string>();
	const program = await node.start(['sh', '-c', `${stay} & sleep 1000`], {signal, label: 'stays', onLine});
	await Promise.race([up, program.exited]);
	await program.kill();
	t.is(await one.asHarness('pgrep -u osp -c .; ss -Hltn "sport = :7070"'), '0');
});

test.serial('one that forks while it is killed is dead when that is told', async t => {
	const {promise: forks, resolve: onLine} = Promise.withResolvers<string>();
	const storm = `perl -e '$| = 1; print "storm\\n"; while (1) { fork }'`;
	const program = await node.start(['sh', '-c', storm], {signal, label: 'storm', onLine});
	await forks;
	const startMs = performance.now();
	t.is((await program.kill()).signal, 'SIGKILL');
	t.is(await one.asHarness('pgrep -u osp -c .'), '0');
	t.true(performance.now() - startMs < 30_000);
});

test.serial('one that makes thousands of files, or takes all descriptors, harms itself alone', async t => {
	const names = await one.run('mkdir /srv/osp/n; cd /srv/osp/n; seq 5000 | xargs touch; echo made', 'names');
	t.deepEqual(names.lines, ['made']);
	t.is((await node.listFiles('/srv/osp/n', {signal})).length, 2000);
	await node.writeFile('/srv/osp/ours', Buffer.from('ours'), {signal});
	t.is((await node.readFile('/srv/osp/ours', {signal}))?.toString(), 'ours');
	const all = `my @all; while (@all < 20000) { open my $f, "<", "/dev/null" or last; push @all, $f } print scalar @all, "\\n"`;
	t.regex((await one.run(`perl -e '${all}'`, 'descriptors')).lines.join(), /^\d+$/);
	t.is((await one.guest.agent.ask('tidy', [], {signal}))?.toString(), '');
});

test.serial(
	'one that leaves memory of System V, or a message queue, is told, and its guest is not used again',
	async t => {
		await one.run(`perl -e 'shmget 9, 4096, 01600'`, 'shm');
		t.is((await one.guest.agent.ask('tidy', [], {signal}))?.toString(), 'a System V shm');
	},
);
