import {join} from 'node:path';
import {listLayers} from '../../image/list.ts';
import {chooseAccelerator} from '../vm/choose-accelerator.ts';
import {machineFor} from '../vm/machine.ts';
import {guestsThatFit} from '../vm/memory-budget.ts';
import type {Surroundings} from './surroundings.ts';

/** Which accelerator would run the guests; not known without a kernel to prove it with. */
export type AcceleratorFinding =
	| {
			readonly known: true;
			readonly name: string;
			readonly because: string;
			readonly guests: number;
			readonly capacity: string;
	  }
	| {readonly known: false; readonly because: string};

/** Find out which accelerator would be used, and why: remembered, or proven now with the kernel of an image that is there. */
export const examineAccelerator = async ({
	cacheFolder,
	arch,
	platform,
	machine,
	signal,
	tell,
}: Surroundings): Promise<AcceleratorFinding> => {
	const image = (await listLayers(cacheFolder)).find(({kind, state}) => kind === 'disk' && state === 'whole');
	if (image === undefined) {
		return {known: false, because: 'there is no image yet whose kernel could be booted.'};
	}

	const {name, because} = await chooseAccelerator(
		'auto',
		{machine: machineFor(arch), kernel: join(image.folder, 'kernel'), cacheFolder},
		{signal, platform, onProving: accelerator => tell(`Booting a kernel to prove that ${accelerator} works here …\n`)},
	);
	const {guests, because: capacity} = guestsThatFit(
		{memoryMiB: 512, boot: 'fork', accelerator: name},
		{availableMiB: machine.freeMemoryMiB, cores: machine.cpus},
	);
	return {known: true, name, because, guests, capacity};
};
