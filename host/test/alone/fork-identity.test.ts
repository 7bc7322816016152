import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import {logIn} from '../../testbed/log-in.ts';
import {forkVm} from '../../vm/fork-vm.ts';
import {openTemplate} from '../../vm/open-template.ts';
import {specOf} from '../guest-spec.ts';
import {accelerator, cacheFolder, testImage} from '../test-image.ts';

const {signal: never} = new AbortController();
const FORKS = 32;
/** More at once only wait for each other, and a guest that waits cannot tell how late it set its clock. */
const AT_ONCE = 4;

/** Everything of a guest that must be its own, one line each. */
const WHO_ARE_YOU = `
date +%s.%N
hostname
cat /etc/machine-id
cat /sys/class/net/eth1/address
ip -4 -o address show eth1 | awk '{print $4}'
head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n'; echo
dropbearkey -t ed25519 -f /tmp/key | grep ^ssh-ed25519 | cut -d' ' -f2
/opt/osp2p/bin/node -p 'crypto.randomUUID()'
`;
const NAMES = ['time', 'hostname', 'machine id', 'MAC', 'address', 'urandom', 'SSH key', 'UUID of Node'] as const;

test.before('the image, which may have to be built', async t => {
	t.timeout(900_000);
	await testImage({signal: never});
});

test(`${FORKS} forks of one template are ${FORKS} different guests, each with the right time`, async t => {
	t.timeout(300_000);
	const image = await testImage({signal: never});
	const shape = {image, memoryMiB: 512, cpus: 1};
	const template = await openTemplate(shape, {accelerator, cacheFolder, signal: never});
	const folder = await mkdtemp(`${tmpdir()}/osp2p-forks-`);
	t.teardown(() => rm(folder, {recursive: true}));

	const ask = async (index: number): Promise<{readonly answers: readonly string[]; readonly clockErrorMs: number}> => {
		const spec = specOf(index, shape);
		await using vm = await forkVm(template, spec, {folder, signal: never});
		await using ssh = await logIn(vm, image, {signal: never});
		const {stdout} = await ssh.run(['sh', '-c', WHO_ARE_YOU], {signal: never});
		const answers = String(stdout).trim().split('\n');
		t.is(answers.length, NAMES.length, String(stdout));
		t.deepEqual(answers.slice(3, 5), [spec.lan.mac, spec.lan.address]);
		t.is(answers[1], spec.name);
		return {answers, clockErrorMs: vm.clockErrorMs};
	};

	const guests: Awaited<ReturnType<typeof ask>>[] = [];
	for (let first = 0; first < FORKS; first += AT_ONCE) {
		guests.push(...(await Promise.all(Array.from({length: AT_ONCE}, (_, index) => ask(first + index)))));
	}

	for (const [index, name] of NAMES.entries()) {
		t.is(new Set(guests.map(({answers}) => answers[index])).size, FORKS, `two forks have the same ${name}`);
	}

	const worstMs = Math.max(...guests.map(({clockErrorMs}) => clockErrorMs));
	t.log(`the worst clock is ${worstMs.toFixed(0)} ms off at most`);
	t.true(worstMs < 50, `a clock is ${worstMs} ms off`);
});
