import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import {logIn} from '../testbed/log-in.ts';
import {bootVm} from '../vm/boot-vm.ts';
import {until} from '../wait/until.ts';
import {specOf} from './guest-spec.ts';
import {qemuWith} from './qemu-with.ts';
import {accelerator, testImage} from './test-image.ts';

const {signal: never} = new AbortController();
const image = await testImage({signal: never});
const folder = await mkdtemp(`${tmpdir()}/osp2p-cold-`);
test.after.always(() => rm(folder, {recursive: true}));

const shape = {image, memoryMiB: 512, cpus: 1};

test.serial('a guest boots, is itself, is shut in, and leaves only its console', async t => {
	t.timeout(300_000);
	const vm = specOf(1, shape);
	{
		await using guest = await bootVm(vm, {accelerator, folder, signal: never});
		await using ssh = await logIn(guest, image, {signal: never});
		const outputOf = async (script: string): Promise<string> => {
			const {stdout} = await ssh.run(['sh', '-c', script], {signal: never});
			return String(stdout).trim();
		};
		t.is(await outputOf('hostname'), 'guest1');
		t.is(await outputOf('cat /sys/class/net/eth1/address'), vm.lan.mac);
		t.regex(await outputOf('ip -4 -o address show eth1'), /inet 10\.77\.1\.2\/16 /);
		t.regex(await outputOf('cat /etc/hosts'), /^10\.77\.9\.9 elsewhere$/m);
		t.regex(await outputOf('/opt/osp2p/bin/node --version'), /^v\d/);
		// The host is 10.0.2.2 to a guest that is not shut in.
		const {port} = new URL(`http://127.0.0.1:${guest.forwardedPort(22)}`);
		t.is(
			await outputOf(`timeout 3 bash -c 'exec 3<>/dev/tcp/10.0.2.2/${port}' 2>/dev/null && echo out || echo in`),
			'in',
		);
		// What kernels say of themselves differs from one to the next, and may be nothing.
		await outputOf("printf '\\nsaid on the console\\n' >/dev/console");
		t.throws(() => guest.forwardedPort(80), {message: /^Port 80 of "guest1" is not forwarded/});
	}

	t.deepEqual(await readdir(folder), ['guest1.console.log']);
	t.regex(await readFile(`${folder}/guest1.console.log`, 'utf8'), /^said on the console\r?$/m);
});

const failsAtOnce = test.macro({
	title: (_, what: string) => `${what} is an error at once, with the last lines`,
	async exec(t, _: string, change: Partial<Parameters<typeof bootVm>[0]>, message: RegExp) {
		t.timeout(120_000);
		const startedMs = performance.now();
		await t.throwsAsync(bootVm({...specOf(2, shape), ...change}, {accelerator, folder, signal: never}), {
			name: 'BootError',
			message,
		});
		t.true(performance.now() - startedMs < 60_000);
	},
});

test.serial(
	failsAtOnce,
	'a kernel that panics',
	{image: {...image, kernelArguments: ['rdinit=/no/such', 'root=/dev/nothing', 'panic=-1', 'oops=panic']}},
	/"guest2" (?:is dead: its kernel says "Kernel panic|ended).*It ended with:.*Kernel panic/s,
);
test.serial(failsAtOnce, 'a QEMU that refuses', {cpus: 100_000}, /"guest2" ended \(exit code 1\); QEMU said: .*CPUs/s);

test.serial('a QEMU that is killed while its guest boots is an error at once', async t => {
	const booting = bootVm(specOf(3, shape), {accelerator, folder, signal: never});
	const failing = t.throwsAsync(booting, {name: 'BootError', message: /"guest3" ended \(SIGKILL\)/});
	process.kill(await until('its QEMU', () => qemuWith(folder), {signal: AbortSignal.timeout(20_000)}), 'SIGKILL');
	await failing;
});

test.serial('aborting ends a boot, and nothing of it is left', async t => {
	const stop = new AbortController();
	const booting = bootVm(specOf(3, shape), {accelerator, folder, signal: stop.signal});
	await until('its QEMU', () => qemuWith(folder), {signal: AbortSignal.timeout(20_000)});
	stop.abort(new Error('enough of it'));
	await t.throwsAsync(booting, {message: 'enough of it'});
	t.is(await qemuWith(folder), undefined);
	t.false((await readdir(folder)).includes('guest3.qcow2'));
});

test.serial('a guest that takes too long is an error that says for what it was waited', async t => {
	const booting = bootVm(specOf(4, shape), {accelerator, folder, bootSeconds: 1, signal: never});
	await t.throwsAsync(booting, {name: 'BootError', message: /"guest4" did not bring up its identity agent within 1 s/});
});
