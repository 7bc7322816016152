import {bootVm} from '../vm/boot-vm.ts';
import type {Accelerator} from '../vm/choose-accelerator.ts';
import {forkVm} from '../vm/fork-vm.ts';
import {openTemplate} from '../vm/open-template.ts';
import type {Template} from '../vm/template.ts';
import type {TemplateShape} from '../vm/template-key.ts';
import type {StartVm} from './entered-guest.ts';

/** How every guest starts by a cold boot. */
export const bootEach =
	(accelerator: Accelerator): StartVm =>
	async (spec, options) =>
		bootVm(spec, {...options, accelerator});

/**
How every guest starts as a fork of one frozen template, which is opened for the first of them.

@param shape - What all guests have in common.
@param report - Told what takes time.
@param signal - Ends the making of a template, beside the signal of the guest that waits for it.
*/
export const forkEach = (
	shape: TemplateShape,
	{
		accelerator,
		cacheFolder,
		report,
		signal,
	}: {
		readonly accelerator: Accelerator;
		readonly cacheFolder: string;
		readonly report: (what: string) => void;
		readonly signal: AbortSignal;
	},
): StartVm => {
	let template: Promise<Template> | undefined;
	return async (spec, options) => {
		template ??= openTemplate(shape, {accelerator, cacheFolder, signal, report});
		return forkVm(await template, spec, options);
	};
};
