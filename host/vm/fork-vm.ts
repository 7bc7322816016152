import {copyFile, rm} from 'node:fs/promises';
import {type BootOptions, consoleLogOf, nowItself} from './boot-vm.ts';
import {thaw} from './migration.ts';
import type {RunningVm} from './running-vm.ts';
import {startMachine} from './started-machine.ts';
import type {Template} from './template.ts';
import type {VmSpec} from './vm-spec.ts';

/**
Start a guest as a fork of a template: a QEMU of its own that reads the frozen memory and copies what it changes, with a disk of its own over the template's. It is made itself before anything of ours runs in it.

@param vm - Must have the template's image, memory and processors.
@throws {BootError} As soon as QEMU ends, the kernel panics, or the time is up.
*/
export const forkVm = async (
	template: Template,
	vm: VmSpec,
	{lanSocket, folder, signal}: Pick<BootOptions, 'lanSocket' | 'folder' | 'signal'>,
): Promise<RunningVm> => {
	await using started = new AsyncDisposableStack();
	const startedMs = performance.now();
	const disk = `${folder}/${vm.name}.qcow2`;
	started.defer(() => rm(disk, {force: true}));
	await copyFile(`${template.folder}/empty.qcow2`, disk); // A program that makes one would take a third of the whole fork.
	const consoleLog = consoleLogOf(vm, folder);
	const machine = started.use(
		await startMachine(
			vm,
			{
				machine: template.host.machine,
				accelerator: template.host.accelerator.name,
				disk,
				diskBelow: `${template.folder}/disk.qcow2`,
				consoleLog,
				memory: {file: `${template.folder}/memory`, shared: false},
				thaws: true,
				...(lanSocket !== undefined && {lanSocket}),
			},
			{signal},
		),
	);
	// A fork needs a hundredth of a boot. One that takes longer than a boot is lost, however busy the machine.
	const seconds = Math.max(LEAST_SECONDS, 2 * template.bootSeconds);
	await machine.alive('thaw', within => thaw(machine.qmp, `${template.folder}/state`, {signal: within}), {
		signal,
		seconds,
	});
	await machine.alive('start', within => machine.qmp.execute('cont', undefined, {signal: within}), {signal, seconds});
	const toRun = performance.now() - startedMs;
	await rm(disk); // QEMU has it open. Without a name, it goes with QEMU, even when we are killed.
	const running = await nowItself(vm, machine, {console: consoleLog, startedMs, toRun, seconds, signal});
	const owned = started.move();
	return {...running, [Symbol.asyncDispose]: () => owned.disposeAsync()};
};

/** On a fast machine with many guests, the host's own business counts too. */
const LEAST_SECONDS = 20;
