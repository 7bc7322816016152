import type {TemplateHost, TemplateShape} from './template-key.ts';

/** A guest that booted once and was frozen with its memory. Its files never change; forks read them. */
export type Template = {
	/** With the files `TEMPLATE_FILES` and their sums. */
	readonly folder: string;
	readonly shape: TemplateShape;
	readonly host: TemplateHost;
	/** How long it took to boot, in seconds: the measure for every deadline on this machine. */
	readonly bootSeconds: number;
	readonly madeAt: Date;
};

/** The guest's memory, the state of its devices, what it wrote to its disk, an empty disk to begin a fork's with, and what we know of it. */
export const TEMPLATE_FILES = ['memory', 'state', 'disk.qcow2', 'empty.qcow2', 'template.json'] as const;
