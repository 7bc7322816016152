import {createHash} from 'node:crypto';
import type {Accelerator} from './choose-accelerator.ts';
import type {Machine} from './machine.ts';
import {qemuArguments, type Wiring} from './qemu-arguments.ts';
import type {BootableImage, VmSpec} from './vm-spec.ts';

/** What all guests that fork from one template have in common. */
export type TemplateShape = {
	readonly image: BootableImage;
	readonly memoryMiB: number;
	readonly cpus: number;
};

/** Where a template was made: what may not change between freeze and thaw, beside the shape. */
export type TemplateHost = {
	readonly machine: Machine;
	readonly accelerator: Pick<Accelerator, 'name'>;
	/** QEMU's version and file. */
	readonly qemu: string;
	/** The processor, which guests see when the hardware runs them. */
	readonly processor: string;
};

/** Counts our ways of making a template. Raise it with every change that the command line does not show. */
const RECIPE = 4;

/**
The name of a template: two that differ in anything that could make a thaw wrong differ in it.

The devices come in by way of the whole command line, so none can be forgotten.
*/
export const templateKey = (shape: TemplateShape, host: TemplateHost): string => {
	const wiring: Wiring = {
		machine: host.machine,
		accelerator: host.accelerator.name,
		disk: 'DISK',
		consoleLog: 'CONSOLE',
		memory: {file: 'MEMORY', shared: true},
	};
	const inputs = [
		RECIPE,
		shape.image.key,
		shape.image.disk, // The template's disk refers to it by this path.
		qemuArguments(templateSpec(shape), wiring), // With the path of the programs, which the template has mounted and in memory.
		host.qemu,
		host.accelerator.name === 'tcg' ? 'any processor' : host.processor,
	];
	const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
	return `${shape.image.key.slice(0, 16)}-${digest.slice(0, 16)}`;
};

/** The guest that becomes the template. Its name and addresses never reach a network: it has no cable, and every fork gets its own. */
export const templateSpec = ({image, memoryMiB, cpus}: TemplateShape): VmSpec => ({
	name: 'template',
	image,
	memoryMiB,
	cpus,
	lan: {mac: '02:00:00:00:00:00', address: '10.77.255.254/16'},
	hosts: [],
	forwards: [],
});
