import {doubtIn, layersOf} from '../../image/doubt.ts';
import {missingPackages, rightsHere} from '../doctor/prerequisites.ts';
import {HarnessError} from '../harness-error.ts';
import type {LiveView} from '../report/live-view.ts';
import {enterBy} from '../testbed/entered-guest.ts';
import {openGuestPool} from '../testbed/guest-pool.ts';
import {freshGuests} from '../testbed/guest-source.ts';
import {isHandedIn, type ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Substrate} from '../testbed/testbed.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {chooseAccelerator} from '../vm/choose-accelerator.ts';
import {machineFor} from '../vm/machine.ts';
import {guestsThatFit} from '../vm/memory-budget.ts';
import {prepareGuests} from '../vm/prepare-guests.ts';
import {orExpected, unlessDamaged} from './mended.ts';
import {prepareImage} from './prepare-image.ts';
import type {SubstrateFlags} from './run-plan.ts';
import type {Surroundings} from './surroundings.ts';

/** What the scenarios are going to run on, ready. Disposing it takes down what serves all of them. */
export type OpenSubstrate = AsyncDisposable & {
	readonly plan: Substrate;
	/** How many scenarios the machine can bear at a time. */
	readonly jobs: number;
	/** How many more there may be while they mostly wait, and how much memory each of them takes. */
	readonly extra: {readonly most: number; readonly needsMiB: number};
};

/** What making a substrate ready takes besides its flags. */
export type SubstrateNeeds = {
	readonly programs: ProgramsUnderTest;
	/** Programs of ours that guests need beside the peer and the tracker. */
	readonly extras?: readonly string[];
	/** Where many testbeds follow each other, and may share guests: the folder for what belongs to none of them. It is made if need be. */
	readonly suiteFolder?: string;
	/** Whether more scenarios may come in as long as processors are idle: then memory alone bounds the number of guests. */
	readonly takesExtra?: boolean;
	readonly surroundings: Surroundings;
	readonly view: LiveView;
};

/**
Make everything ready that virtual machines need: the executables, the image with them, an accelerator that is proven.

@throws {HarnessError} If one of them cannot be had, with what to do.
*/
export const openVmSubstrate = async (
	flags: SubstrateFlags,
	{programs, extras = [], suiteFolder, takesExtra = false, surroundings, view}: SubstrateNeeds,
): Promise<OpenSubstrate> => {
	const {cacheFolder, searchPath, signal, platform, arch} = surroundings;
	const missing = missingPackages(searchPath, {machine: {arch, platform, rights: rightsHere()}});
	if (missing.length > 0) {
		throw new HarnessError(`Virtual machines need what is missing here: ${missing.join(', ')}.`, {
			hint: `Install with: sudo apt-get install ${missing.join(' ')} (or try --substrate process, which needs none of it).`,
		});
	}

	const foreign = isHandedIn(programs);
	const variant = foreign ? 'build-tools' : 'plain';
	const memoryMiB = flags.memory ?? DEFAULT_MEMORY_MIB;
	const prepare = async () => {
		const image = await prepareImage(
			{base: flags.base, variant, packages: flags.packages, programs: extras},
			surroundings,
			view,
		);
		return unlessDamaged(image, async () => {
			const accelerator = await chooseAccelerator(
				flags.accel,
				{machine: machineFor(arch), kernel: image.kernel, cacheFolder},
				{
					signal,
					platform,
					onProving: name => view.step(`Boot a kernel to prove that ${name} works here (once)`),
				},
			);
			const guests = await prepareGuests(
				{image, memoryMiB, cpus: 1},
				{boot: flags.boot, accelerator, cacheFolder, signal, report: what => view.step(what)},
			);
			return {image, accelerator, guests};
		});
	};
	const {image, accelerator, guests} = await orExpected(prepare, {
		cacheFolder,
		signal,
		onDamage: damage => view.step(`${damage}: making it anew`),
	});
	const isShared = suiteFolder !== undefined && !flags['fresh-guests'];
	const needs = {memoryMiB, boot: guests.boot, accelerator: accelerator.name};
	const machine = {availableMiB: surroundings.machine.freeMemoryMiB, cores: surroundings.machine.cpus};
	// One that is used again and again comes to touch all of its memory, like one that was booted.
	const always = guestsThatFit({...needs, boot: isShared ? 'cold' : guests.boot}, machine);
	const budget = takesExtra ? guestsThatFit({...needs, isWatched: true}, machine) : always;
	view.step(`${image.base} on ${accelerator.name} (${accelerator.because}); ${guests.because}`);
	await using stack = new AsyncDisposableStack();
	const enter = enterBy(guests.start, image, {diskMiB: flags.disk ?? (foreign ? FOREIGN_DISK_MIB : undefined)});
	const source = isShared
		? stack.use(
				await openGuestPool(enter, {
					most: budget.guests,
					parentFolder: suiteFolder,
					report: what => view.say(what),
					signal,
				}),
			)
		: freshGuests(enter);
	// Two for each processor, since every run waits now and then; more make each other slow (docs/scenarios.md).
	const jobs = Math.max(1, Math.min(2 * machine.cores, Math.floor(always.guests / GUESTS_MOSTLY)));
	const owned = stack.move();
	return {
		plan: vmSubstrate({
			image,
			accelerator,
			memoryMiB,
			guests: source,
			capacity: budget,
			damage: doubtIn([...layersOf(image), ...guests.layers]),
			facts: {guests: guests.because},
		}),
		jobs,
		extra: {
			most: Math.max(0, Math.min(EXTRA_A_PROCESSOR * machine.cores, Math.floor(budget.guests / GUESTS_MOSTLY) - jobs)),
			needsMiB: budget.eachMiB * GUESTS_MOSTLY,
		},
		[Symbol.asyncDispose]: async () => owned.disposeAsync(),
	};
};

/** Memory of a guest in MiB: the programs need 150, systemd and the kernel about as much. */
const DEFAULT_MEMORY_MIB = 512;

/** Disk of what is handed in, in MiB: twice what is too much (`stays-within-means`), so that a program that keeps too much is found out as that first. */
const FOREIGN_DISK_MIB = 512;

/** What most scenarios start. One that starts more waits until there is capacity. */
const GUESTS_MOSTLY = 4;

/** However idle the processors are: they are to be there when all that waited wake up. */
const EXTRA_A_PROCESSOR = 6;
