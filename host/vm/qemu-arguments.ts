import {FIRST_CHANNEL} from '../process/leash.ts';
import {MANAGEMENT} from './forwarded-ports.ts';
import {type AcceleratorName, acceleratorArgument, cpuModel, kernelArgumentsFor, type Machine} from './machine.ts';
import type {VmSpec} from './vm-spec.ts';

/** What is behind a guest's devices, and differs from run to run. */
export type Wiring = {
	readonly machine: Machine;
	readonly accelerator: AcceleratorName;
	/** A qcow2 file of the guest's own. */
	readonly disk: string;
	/** The qcow2 file that shows where the guest has written nothing; what the disk itself names, when absent. */
	readonly diskBelow?: string;
	/** Everything the console shows is appended to it. */
	readonly consoleLog: string;
	/** A socket of the switch; without one the LAN card has no cable. */
	readonly lanSocket?: string;
	/** The guest's memory in a file: kept there (`shared`), or read from there and copied on write. */
	readonly memory?: {readonly file: string; readonly shared: boolean};
	/** Whether QEMU waits for a frozen state instead of starting the kernel. */
	readonly thaws?: boolean;
};

/** Our sockets, in the order in which `startChild` makes them; QEMU inherits them, so there is no socket file to wait for. */
export const CHANNELS = ['monitor', 'identity', 'console'] as const;

/**
The whole command line of a guest.

The devices are the same for every guest of one image: a fork thaws a state that another QEMU froze, and only what is behind a device may differ.
*/
export const qemuArguments = (vm: VmSpec, wiring: Wiring): string[] => [
	...['-name', `guest=${doubleCommas(vm.name)}`],
	...['-nodefaults', '-no-user-config', '-display', 'none'],
	...['-machine', `${wiring.machine.type}${wiring.memory ? ',memory-backend=memory' : ''}`],
	...['-accel', acceleratorArgument(wiring.accelerator, vm)],
	...['-cpu', cpuModel(wiring.machine, wiring.accelerator)],
	...['-smp', `${vm.cpus}`],
	...['-m', `${vm.memoryMiB}M`],
	...(wiring.memory ? memoryArguments(vm, wiring.memory) : []),
	...['-no-reboot'], // A kernel that panics ends QEMU; we see that at once.
	...['-S'], // The guest waits for our first `cont`, so nothing it does comes before we listen.
	...(wiring.thaws ? ['-incoming', 'defer'] : []),
	...(wiring.thaws ? [] : kernelArguments(vm, wiring)), // A fork is past its start.
	...monitorArguments(),
	...consoleArguments(wiring),
	...identityArguments(),
	...diskArguments(vm, wiring),
	...networkArguments(vm, wiring.lanSocket),
	...['-device', 'virtio-rng-pci'],
];

const memoryArguments = (vm: VmSpec, {file, shared}: NonNullable<Wiring['memory']>): string[] => [
	'-object',
	JSON.stringify({
		'qom-type': 'memory-backend-file',
		id: 'memory',
		size: vm.memoryMiB * 1024 * 1024,
		'mem-path': file,
		share: shared,
	}),
];

const kernelArguments = ({image}: VmSpec, {machine, accelerator}: Wiring): string[] => {
	const parameters = [
		`console=${machine.console}`,
		'panic=-1',
		...image.kernelArguments,
		...kernelArgumentsFor(machine, accelerator),
	];
	return [...['-kernel', image.kernel, '-initrd', image.initrd], ...['-append', parameters.join(' ')]];
};

const monitorArguments = (): string[] => [
	...['-chardev', `socket,id=monitor,fd=${descriptorOf('monitor')}`],
	...['-mon', 'chardev=monitor,mode=control'],
];

const consoleArguments = ({consoleLog}: Wiring): string[] => [
	...['-chardev', `socket,id=console,fd=${descriptorOf('console')},logfile=${doubleCommas(consoleLog)},logappend=on`],
	...['-serial', 'chardev:console'],
];

const identityArguments = (): string[] => [
	...['-chardev', `socket,id=identity,fd=${descriptorOf('identity')}`],
	...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=identity,name=osp2p.identity'],
];

const diskArguments = ({image}: VmSpec, {disk, diskBelow}: Wiring): string[] => [
	...[
		'-blockdev',
		JSON.stringify({
			driver: 'qcow2',
			'node-name': 'disk',
			file: fileNode(disk),
			cache: THROWN_AWAY, // Nothing of it outlives the run, so no write needs to reach the platter.
			...(diskBelow !== undefined && {backing: {driver: 'qcow2', 'read-only': true, file: fileNode(diskBelow, true)}}),
		}),
	],
	...['-device', 'virtio-blk-pci,drive=disk,serial=disk'],
	...[
		'-blockdev',
		JSON.stringify({driver: 'raw', 'node-name': 'programs', 'read-only': true, file: fileNode(image.programs, true)}),
	],
	...['-device', 'virtio-blk-pci,drive=programs,serial=programs'],
];

const THROWN_AWAY = {direct: false, 'no-flush': true};

const fileNode = (filename: string, readOnly = false): object => ({
	driver: 'file',
	filename,
	'read-only': readOnly,
	...(readOnly ? {locking: 'off'} : {cache: THROWN_AWAY}),
});

const networkArguments = (vm: VmSpec, lanSocket: string | undefined): string[] => [
	// Port 0: the kernel of the host picks one that is free, without a race; `info usernet` tells which.
	...[
		'-netdev',
		[`user,id=${MANAGEMENT},restrict=on,ipv6=off`, ...vm.forwards.map(port => `hostfwd=tcp:127.0.0.1:0-:${port}`)].join(
			',',
		),
	],
	...['-device', `virtio-net-pci,netdev=${MANAGEMENT},mac=${MANAGEMENT_MAC},romfile=`],
	// A hub with one plug leads nowhere.
	...[
		'-netdev',
		lanSocket === undefined
			? 'hubport,id=lan,hubid=0'
			: `stream,id=lan,server=off,addr.type=unix,addr.path=${doubleCommas(lanSocket)}`,
	],
	...['-device', `virtio-net-pci,netdev=lan,mac=${vm.lan.mac},romfile=`],
];

/** Each guest's management network is its own, so all may have the same address there. */
const MANAGEMENT_MAC = '52:54:00:12:34:56';

const descriptorOf = (channel: (typeof CHANNELS)[number]): number => FIRST_CHANNEL + CHANNELS.indexOf(channel);

/** In QEMU's lists a comma ends a value, and two stand for one. */
const doubleCommas = (value: string): string => value.replaceAll(',', ',,');
