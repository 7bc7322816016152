import {startChild} from '../process/start-child.ts';
import {type AcceleratorName, acceleratorArgument, cpuModel, type Machine} from './machine.ts';

/** What a proof needs: a kernel that boots here if any does. */
export type Proving = {
	readonly machine: Machine;
	readonly kernel: string;
	/** Answers are kept in its folder `accelerator`. */
	readonly cacheFolder: string;
};

/** What a proof showed; `because` in words for people. */
export type Proof = {readonly boots: boolean; readonly because: string};

/**
Boot a real kernel without any file system: it runs through nearly all of its start, finds no root, panics, and with `panic=-1` and `-no-reboot` ends QEMU. Only one that works gets there.

@param deadlineMs - What hangs is told from what is slow by this. @default 8000: hardware needs a half, the translator one and a half seconds.
*/
export const proveAccelerator = async (
	accelerator: AcceleratorName,
	{machine, kernel}: Pick<Proving, 'machine' | 'kernel'>,
	{
		signal,
		deadlineMs = accelerator === 'tcg' ? 60_000 : 8000,
	}: {readonly signal: AbortSignal; readonly deadlineMs?: number},
): Promise<Proof> => {
	const startedMs = performance.now();
	const deadline = AbortSignal.timeout(deadlineMs);
	let hasPanicked = false;
	await using qemu = await startChild(
		machine.qemu,
		[
			...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
			...[
				'-machine',
				machine.type,
				'-accel',
				acceleratorArgument(accelerator),
				'-cpu',
				cpuModel(machine, accelerator),
				'-m',
				'256M',
			],
			...['-serial', 'stdio', '-kernel', kernel, '-append', `console=${machine.console} panic=-1`],
		],
		{
			signal: AbortSignal.any([signal, deadline]),
			graceMs: 500,
			onLine: line => {
				hasPanicked ||= line.includes('Kernel panic - not syncing: VFS:'); // What follows differs between kernels.;
			},
		},
	);
	const {exitCode, lastLines} = await qemu.exited;
	signal.throwIfAborted();
	const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
	const name = accelerator.toUpperCase();
	if (hasPanicked && exitCode === 0) {
		return {boots: true, because: `a kernel booted with ${name} in ${seconds} s`};
	}

	return deadline.aborted
		? {
				boots: false,
				because: `${name} is there, but a kernel hung in it for ${seconds} s (nested virtualisation that does not work?)`,
			}
		: {boots: false, because: `${name} is there, but QEMU cannot use it: ${lastLines[0] ?? `exit code ${exitCode}`}`};
};
