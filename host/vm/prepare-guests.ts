import {type BootOptions, bootVm} from './boot-vm.ts';
import {CannotForkError} from './cannot-fork-error.ts';
import {forkVm} from './fork-vm.ts';
import {type OpenTemplateOptions, openTemplate} from './open-template.ts';
import type {RunningVm} from './running-vm.ts';
import type {TemplateShape} from './template-key.ts';
import type {VmSpec} from './vm-spec.ts';

/** How guests of one shape will come to be, decided and made ready. */
export type PreparedGuests = {
	readonly boot: 'fork' | 'cold';
	/** The template's layer in the cache, where there is one. */
	readonly layers: readonly string[];
	/** One line for people: which way, and why. */
	readonly because: string;
	/** Starts one; any number may start at once. */
	readonly start: (vm: VmSpec, options: Pick<BootOptions, 'lanSocket' | 'folder' | 'signal'>) => Promise<RunningVm>;
};

/**
Make ready what guests start from: a template to fork, or nothing when each shall boot by itself, or has to.

@param boot - `cold`: never fork.
@throws {BootError} If a guest does not boot at all.
*/
export const prepareGuests = async (
	shape: TemplateShape,
	{boot, ...options}: OpenTemplateOptions & {readonly boot: 'fork' | 'cold'},
): Promise<PreparedGuests> => {
	const {accelerator} = options;
	const startCold: PreparedGuests['start'] = (vm, rest) => bootVm(vm, {...rest, accelerator});
	if (boot === 'cold') {
		return {
			boot,
			layers: [],
			because: 'each guest boots by itself, as asked for by --boot cold',
			start: startCold,
		};
	}

	try {
		const template = await openTemplate(shape, options);
		const booted = `booted in ${template.bootSeconds.toFixed(0)} s`;
		return {
			boot,
			layers: [template.folder],
			because: `each guest is a fork of one template (${booted})`,
			start: (vm, rest) => forkVm(template, vm, rest),
		};
	} catch (error) {
		if (!(error instanceof CannotForkError)) {
			throw error;
		}

		return {boot: 'cold', layers: [], because: `each guest boots by itself: ${error.message}`, start: startCold};
	}
};
