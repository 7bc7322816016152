import type {TemplateHost, TemplateShape} from './template-key.ts';

/** A guest that booted once and was frozen with its memory. Its files never change; forks read them. */
export type Template = {
	/** With the guest's memory, the state of its devices, what it wrote to its disk, an empty disk to begin a fork's with, what we know of it, and the sums of all these. */
	readonly folder: string;
	readonly shape: TemplateShape;
	readonly host: TemplateHost;
	/** How long it took to boot, in seconds: the measure for every deadline on this machine. */
	readonly bootSeconds: number;
	readonly madeAt: Date;
};
