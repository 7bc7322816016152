import test from 'ava';
import {machineFor} from './machine.ts';
import {qemuArguments, type Wiring} from './qemu-arguments.ts';
import type {VmSpec} from './vm-spec.ts';

const vm: VmSpec = {
	name: 'alice',
	image: {
		key: 'k',
		disk: '/i/disk',
		programs: '/i/programs',
		kernel: '/i/kernel',
		initrd: '/i/initrd',
		kernelArguments: ['quiet'],
	},
	memoryMiB: 512,
	cpus: 2,
	lan: {mac: '02:00:00:00:00:05', address: '10.77.0.5/16'},
	hosts: [],
	forwards: [22, 11_111],
};
const wiring: Wiring = {
	machine: machineFor('x64'),
	accelerator: 'tcg',
	disk: '/r/alice.qcow2',
	consoleLog: '/r/alice.log',
};

/** The values of an option, in order. */
const valuesOf = (option: string, args: readonly string[]): string[] =>
	args.flatMap((word, index) => (word === option ? [args[index + 1] ?? ''] : []));

test('a guest is shut in: only its forwarded ports are reachable, and only from this machine', t => {
	const [management] = valuesOf('-netdev', qemuArguments(vm, wiring));
	t.is(
		management,
		'user,id=management,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:0-:22,hostfwd=tcp:127.0.0.1:0-:11111',
	);
});

test('without a switch the LAN card is there, but leads nowhere', t => {
	t.is(valuesOf('-netdev', qemuArguments(vm, wiring))[1], 'hubport,id=lan,hubid=0');
	const plugged = qemuArguments(vm, {...wiring, lanSocket: '/s/a,b'});
	t.is(valuesOf('-netdev', plugged)[1], 'stream,id=lan,server=off,addr.type=unix,addr.path=/s/a,,b');
});

test('a fork has the devices of its template', t => {
	const template = qemuArguments(vm, {...wiring, memory: {file: '/t/memory', shared: true}});
	const fork = qemuArguments(
		{...vm, name: 'bob', forwards: [22]},
		{
			...wiring,
			disk: '/r/bob.qcow2',
			diskBelow: '/t/disk',
			lanSocket: '/s',
			memory: {file: '/t/memory', shared: false},
			thaws: true,
		},
	);
	for (const option of ['-device', '-machine', '-cpu', '-smp', '-m', '-accel']) {
		t.deepEqual(valuesOf(option, fork), valuesOf(option, template), option);
	}

	t.false(template.includes('-incoming'));
	t.deepEqual(valuesOf('-incoming', fork), ['defer']);
});

test('what a guest writes stays in its own file', t => {
	const disks = valuesOf('-blockdev', qemuArguments(vm, wiring)).map(text => JSON.parse(text));
	t.deepEqual(
		disks.map(disk => [disk['node-name'], disk.file.filename, disk['read-only'] ?? false]),
		[
			['disk', '/r/alice.qcow2', false],
			['programs', '/i/programs', true],
		],
	);
});

test('hardware runs the host processor, the translator the best it knows but what is dear', t => {
	t.deepEqual(valuesOf('-cpu', qemuArguments(vm, {...wiring, accelerator: 'kvm'})), ['host']);
	t.deepEqual(valuesOf('-cpu', qemuArguments(vm, wiring)), ['max,-erms,-la57']);
});

test('only a translated guest forgoes random addresses and compiling at run time', t => {
	t.regex(valuesOf('-append', qemuArguments(vm, wiring)).join(), /\bnorandmaps\b.*\bosp2p\.v8=--no-opt,/);
	t.notRegex(valuesOf('-append', qemuArguments(vm, {...wiring, accelerator: 'kvm'})).join(), /norandmaps|osp2p\.v8/);
});
