import {mkdtemp, rm} from 'node:fs/promises';
import {arch, tmpdir} from 'node:os';
import {ensureImage} from '../../image/build.ts';
import {type Entered, specOf} from '../test/guest-spec.ts';
import {logIn} from '../testbed/log-in.ts';
import {startAll} from '../testbed/start-all.ts';
import {bootVm} from '../vm/boot-vm.ts';
import {chooseAccelerator} from '../vm/choose-accelerator.ts';
import {forkVm} from '../vm/fork-vm.ts';
import {machineFor} from '../vm/machine.ts';
import {openTemplate} from '../vm/open-template.ts';
import {proportionalMemoryMiB} from '../vm/proportional-memory.ts';
import type {RunningVm} from '../vm/running-vm.ts';

/** The measurements of `bench:boot`; each starts guests, ends them again, and gives seconds or MiB. */
export type BootBench = AsyncDisposable & {
	readonly coldBoot: () => Promise<number>;
	readonly coldBoots: (count: number) => Promise<number>;
	readonly forkToRunning: () => Promise<number>;
	readonly forks: (count: number) => Promise<number>;
	readonly memoryOfForks: (count: number) => Promise<number>;
	readonly memoryOfColdGuests: (count: number) => Promise<number>;
	/** What a reader must know to compare. */
	readonly facts: Readonly<Record<string, string | number>>;
};

/** Make image and template ready, which is not measured. */
export const openBootBench = async ({
	cacheFolder,
	report,
	signal,
}: {
	readonly cacheFolder: string;
	readonly report: (what: string) => void;
	readonly signal: AbortSignal;
}): Promise<BootBench> => {
	const image = await ensureImage(
		{base: 'auto', executables: [], variant: 'plain', cacheFolder},
		{signal, report: ({title}) => report(title)},
	);
	const accelerator = await chooseAccelerator(
		'auto',
		{machine: machineFor(arch()), kernel: image.kernel, cacheFolder},
		{signal, platform: process.platform},
	);
	const shape = {image, memoryMiB: 512, cpus: 1};
	const template = await openTemplate(shape, {accelerator, cacheFolder, signal, report});
	const folder = await mkdtemp(`${tmpdir()}/osp2p-bench-`);
	const fork = (index: number, within: AbortSignal): Promise<RunningVm> =>
		forkVm(template, specOf(index, shape), {folder, signal: within});
	const boot = (index: number, within: AbortSignal): Promise<RunningVm> =>
		bootVm(specOf(index, shape), {accelerator, folder, signal: within});

	/** Starts guests at once; `look` sees them when each has answered a command. */
	const start = async <Figure>(
		count: number,
		how: (index: number, within: AbortSignal) => Promise<RunningVm>,
		look: (entered: readonly Entered[], seconds: number) => Figure | Promise<Figure>,
	): Promise<Figure> => {
		await using started = new AsyncDisposableStack();
		const startedMs = performance.now();
		const entered = await startAll(
			Array.from({length: count}, (_, index) => async (within: AbortSignal) => {
				await using own = new AsyncDisposableStack();
				const vm = own.use(await how(index, within));
				const ssh = own.use(await logIn(vm, image, {signal: within}));
				await ssh.run(['true'], {signal: within});
				const owned = own.move();
				return {vm, ssh, [Symbol.asyncDispose]: () => owned.disposeAsync()};
			}),
			{stack: started, signal},
		);
		// Awaited here: the guests end with this block.
		return await look(entered, (performance.now() - startedMs) / 1000);
	};
	const seconds = (_: readonly Entered[], taken: number): number => taken;
	const memory = (entered: readonly Entered[]): Promise<number> =>
		proportionalMemoryMiB(entered.map(({vm}) => vm.qemu.pid));
	return {
		coldBoot: () => start(1, boot, seconds),
		coldBoots: count => start(count, boot, seconds),
		forkToRunning: () => start(1, fork, ([entered]) => (entered?.vm.tookMs.toRun ?? Number.NaN) / 1000),
		forks: count => start(count, fork, seconds),
		memoryOfForks: count => start(count, fork, memory),
		memoryOfColdGuests: count => start(count, boot, memory),
		facts: {
			image: image.base,
			accelerator: `${accelerator.name}: ${accelerator.because}`,
			qemu: template.host.qemu,
			memoryMiB: 512,
		},
		[Symbol.asyncDispose]: () => rm(folder, {recursive: true}),
	};
};
