import {HarnessError} from '../harness-error.ts';

/** What runs a guest's instructions: the processor itself, or QEMU's translator. */
export type AcceleratorName = 'kvm' | 'hvf' | 'tcg';

/** What differs between the architectures a guest can have. */
export type Machine = {
	/** The program, looked up in PATH. */
	readonly qemu: string;
	readonly type: string;
	/** The kernel's name of the serial line that is its console. */
	readonly console: string;
	/** What runs the guest at full speed on such a host, per operating system. */
	readonly hardware: Readonly<Partial<Record<NodeJS.Platform, AcceleratorName>>>;
};

/**
The machine for guests of this host's own architecture.

@throws {HarnessError} If we have none for it.
*/
export const machineFor = (architecture: string): Machine => {
	const machine = MACHINES[architecture];
	if (machine === undefined) {
		throw new HarnessError(`There is no guest machine for the architecture "${architecture}".`, {
			hint: `Use a host with one of: ${Object.keys(MACHINES).join(', ')}.`,
		});
	}

	return machine;
};

const MACHINES: Readonly<Record<string, Machine>> = {
	x64: {qemu: 'qemu-system-x86_64', type: 'pc', console: 'ttyS0', hardware: {linux: 'kvm', darwin: 'hvf'}},
	arm64: {qemu: 'qemu-system-aarch64', type: 'virt', console: 'ttyAMA0', hardware: {linux: 'kvm', darwin: 'hvf'}},
};

/** The CPU a guest sees: all that the accelerator can do. */
export const cpuModel: Readonly<Record<AcceleratorName, string>> = {kvm: 'host', hvf: 'host', tcg: 'max'};

/** The argument of `-accel`. @param translatedMiB - Most translated code that TCG keeps; 128 MiB boot as fast as the default and need half the memory (docs/vm.md). */
export const acceleratorArgument = (
	name: AcceleratorName,
	{translatedMiB = 128}: {readonly translatedMiB?: number},
): string => (name === 'tcg' ? `tcg,thread=multi,tb-size=${translatedMiB}` : name);
