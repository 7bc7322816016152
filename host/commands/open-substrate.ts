import {join} from 'node:path';
import type {LiveView} from '../report/live-view.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Substrate} from '../testbed/testbed.ts';
import type {SubstrateFlags} from './run-plan.ts';
import type {Surroundings} from './surroundings.ts';
import {UsageError} from './usage-error.ts';

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
