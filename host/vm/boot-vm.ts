import {randomBytes} from 'node:crypto';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import {HarnessError} from '../harness-error.ts';
import type {Accelerator} from './choose-accelerator.ts';
import {makeOverlay} from './disk-overlay.ts';
import {addForward, forwardedPorts} from './forwarded-ports.ts';
import {identityOf} from './guest-identity.ts';
import {type AcceleratorName, machineFor} from './machine.ts';
import type {RunningVm} from './running-vm.ts';
import {type StartedMachine, startMachine} from './started-machine.ts';
import type {VmSpec} from './vm-spec.ts';

export type BootOptions = {
	readonly accelerator: Pick<Accelerator, 'name'>;
	/** The switch's socket this guest's LAN card connects to. */
	readonly lanSocket?: string;
	/** Where the console's log goes, and for a moment the disk. */
	readonly folder: string;
	/** How long a boot may take, in seconds. @default a generous guess for the accelerator */
	readonly bootSeconds?: number;
	readonly signal: AbortSignal;
};

/**
Boot a guest from its kernel on, and wait until it is itself and its SSH server accepts.

@throws {BootError} As soon as QEMU ends, the kernel panics, or the time is up.
*/
export const bootVm = async (
	vm: VmSpec,
	{accelerator, lanSocket, folder, bootSeconds, signal}: BootOptions,
): Promise<RunningVm> => {
	await using started = new AsyncDisposableStack();
	const disk = started.use(await makeOverlay(vm.image.disk, `${folder}/${vm.name}.qcow2`, {signal}));
	const wiring = {
		machine: machineFor(os.arch()),
		accelerator: accelerator.name,
		disk: disk.file,
		consoleLog: consoleLogOf(vm, folder),
		...(lanSocket !== undefined && {lanSocket}),
	};
	const startedMs = performance.now();
	const machine = started.use(await startMachine(vm, wiring, {signal}));
	const seconds = bootSeconds ?? BOOT_SECONDS[accelerator.name];
	await machine.alive('start', within => machine.qmp.execute('cont', undefined, {signal: within}), {signal, seconds});
	const toRun = performance.now() - startedMs;
	await rm(disk.file); // QEMU has it open. Without a name, it goes with QEMU, even when we are killed.
	await machine.alive('bring up its identity agent', within => machine.agent.said('hello', {signal: within}), {
		signal,
		seconds,
	});
	const running = await nowItself(vm, machine, {console: wiring.consoleLog, startedMs, toRun, seconds, signal});
	const owned = started.move();
	return {...running, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

/** Ours: some four times what a boot takes on a slow machine with six others booting beside it. A boot that fails is mostly noticed at once, by its console. */
const BOOT_SECONDS: Readonly<Record<AcceleratorName, number>> = {kvm: 60, hvf: 60, tcg: 300};

/** Where a guest's console is kept, in the folder of its run. */
export const consoleLogOf = (vm: VmSpec, folder: string): string => `${folder}/${vm.name}.console.log`;

type Becoming = {
	readonly console: string;
	readonly startedMs: number;
	readonly toRun: number;
	readonly seconds: number;
	readonly signal: AbortSignal;
};

/** The last steps of a boot and of a fork: make it itself, and find the ways in. */
export const nowItself = async (
	vm: VmSpec,
	machine: StartedMachine,
	{console, startedMs, toRun, seconds, signal}: Becoming,
): Promise<Omit<RunningVm, typeof Symbol.asyncDispose>> => {
	const become = (within: AbortSignal): Promise<{readonly clockErrorMs: number}> =>
		machine.agent.become(identityOf(vm, randomBytes), {signal: within});
	const {clockErrorMs} = await machine.alive('become itself', become, {signal, seconds});
	const toBeItself = performance.now() - startedMs;
	const ports = await forwardedPorts(machine.qmp, {signal});
	const later = new Map<number, Promise<number>>();
	return {
		name: vm.name,
		qmp: machine.qmp,
		qemu: machine.qemu,
		console,
		forwardedPort(guestPort) {
			const hostPort = ports.get(guestPort);
			if (hostPort === undefined) {
				throw new HarnessError(
					`Port ${guestPort} of "${vm.name}" is not forwarded; its spec names ${[...ports.keys()].join(', ')}.`,
				);
			}

			return hostPort;
		},
		async forward(guestPort, {signal: within}) {
			const known = ports.get(guestPort) ?? later.get(guestPort);
			if (known !== undefined) {
				return known;
			}

			const added = addForward(machine.qmp, guestPort, {vm: vm.name, signal: within});
			later.set(guestPort, added);
			added.catch(() => later.delete(guestPort)); // Whoever asks next may succeed.
			return added;
		},
		async become(identity, {signal: within}) {
			const another = (until: AbortSignal): Promise<unknown> =>
				machine.agent.become(identityOf({...vm, ...identity}, randomBytes), {signal: until});
			await machine.alive('become another', another, {signal: within, seconds});
		},
		clockErrorMs,
		tookMs: {toRun, toBeItself},
	};
};
