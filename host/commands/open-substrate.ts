import {join} from 'node:path';
import {HarnessError} from '../harness-error.ts';
import type {LiveView} from '../report/live-view.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Substrate} from '../testbed/testbed.ts';
import type {SubstrateFlags} from './run-plan.ts';
import type {Surroundings} from './surroundings.ts';

/** What the scenarios are going to run on, ready. Disposing it takes down what serves all of them. */
export type OpenSubstrate = AsyncDisposable & {
	readonly plan: Substrate;
	/** How many scenarios the machine can bear at a time. */
	readonly jobs: number;
};

/**
Make ready what the flags ask for: for virtual machines the executables, the image and the accelerator.

@throws {HarnessError} If something is missing or does not work.
*/
export const openSubstrate = async (
	flags: SubstrateFlags,
	{programs, surroundings, view}: SubstrateNeeds,
): Promise<OpenSubstrate> => {
	if (flags.substrate === 'process') {
		const {root, node, machine} = surroundings;
		const ours = (kind: string): readonly [string, ...string[]] => [node, join(root, 'guest', kind, 'main.ts')];
		return {
			plan: processSubstrate({programs: {peer: ours('peer'), tracker: ours('tracker')}}),
			jobs: machine.cpus,
			async [Symbol.asyncDispose]() {},
		};
	}

	throw new HarnessError(`no virtual machines yet: ${programs.peer.kind}`, {hint: view.toString()});
};

/** What making a substrate ready takes besides its flags. */
export type SubstrateNeeds = {
	readonly programs: ProgramsUnderTest;
	readonly surroundings: Surroundings;
	readonly view: LiveView;
};
