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
	/** The processor QEMU's translator shows: all it can, but what is dear to translate (docs/vm.md). `erms` has kernel and libc copy byte by byte, `la57` has every walk through the page tables take a step more. */
	readonly translated: string;
	/** What only its kernel is told under translation. `no_timer_check`: on a crowded host the interrupts of the emulated timer come late, which is no reason to take it for broken. */
	readonly translatedKernel: readonly string[];
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
	x64: {
		qemu: 'qemu-system-x86_64',
		type: 'pc',
		console: 'ttyS0',
		hardware: {linux: 'kvm', darwin: 'hvf'},
		translated: 'max,-erms,-la57',
		translatedKernel: ['no_timer_check'],
	},
	arm64: {
		qemu: 'qemu-system-aarch64',
		type: 'virt',
		console: 'ttyAMA0',
		hardware: {linux: 'kvm', darwin: 'hvf'},
		translated: 'max',
		translatedKernel: [],
	},
};

/** The processor a guest sees: all that the accelerator can do. */
export const cpuModel = ({translated}: Machine, accelerator: AcceleratorName): string =>
	accelerator === 'tcg' ? translated : 'host';

/** The argument of `-accel`. @param translatedMiB - Most translated code that TCG keeps: a guest that starts two of our programs fills 128 MiB, and then begins again from nothing. */
export const acceleratorArgument = (
	accelerator: AcceleratorName,
	{translatedMiB = 256}: {readonly translatedMiB?: number} = {},
): string => (accelerator === 'tcg' ? `tcg,thread=multi,tb-size=${translatedMiB}` : accelerator);

/**
What the kernel of a guest is told for the accelerator's sake.

- `norandmaps`: TCG (QEMU 7.2) finds what it has translated by its virtual address. Where each process has its libraries elsewhere, each start of a program is translated anew; with this, a second one costs a third to a half.
- `init_on_alloc=0`: no page is emptied twice.
- `osp2p.v8`: told to our programs as `OSP2P_V8_FLAGS` (agent.pl). What V8 compiles at run time would be translated once more, and few scenarios last long enough to win that back: a warm one takes a sixth less without.
*/
export const kernelArgumentsFor = (
	{translatedKernel}: Pick<Machine, 'translatedKernel'>,
	accelerator: AcceleratorName,
): readonly string[] =>
	accelerator === 'tcg'
		? [...translatedKernel, 'norandmaps', 'init_on_alloc=0', 'osp2p.v8=--no-opt,--no-maglev,--no-sparkplug']
		: [];
