import {join} from 'node:path';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {OpenSubstrate, SubstrateNeeds} from './open-vm-substrate.ts';
import type {SubstrateFlags} from './run-plan.ts';
import {UsageError} from './usage-error.ts';

/**
Make ready what the flags ask for: for virtual machines the executables, the image and the accelerator.

@throws {HarnessError} If something is missing or does not work.
*/
export const openSubstrate = async (flags: SubstrateFlags, needs: SubstrateNeeds): Promise<OpenSubstrate> => {
	if (flags.substrate === 'vm') {
		// The parts that drive QEMU are not loaded for a run on plain processes.
		const {openVmSubstrate} = await import('./open-vm-substrate.ts');
		return openVmSubstrate(flags, needs);
	}

	if (flags.packages !== undefined) {
		throw new UsageError('--packages goes into guests, and plain processes have none', {
			hint: `Install them on this host, and leave --packages out: ${flags.packages.replaceAll(',', ' ')}.`,
		});
	}

	const {root, node, machine, temporaryFolder} = needs.surroundings;
	const ours = (kind: string): readonly [string, ...string[]] => [node, join(root, 'guest', kind, 'main.ts')];
	return {
		plan: processSubstrate({programs: {peer: ours('peer'), tracker: ours('tracker')}, temporaryFolder}),
		jobs: machine.cpus,
		extra: {most: 3 * machine.cpus, needsMiB: 1024},
		async [Symbol.asyncDispose]() {},
	};
};
