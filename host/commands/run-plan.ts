import type {LiveView} from '../report/live-view.ts';
import type {InputFile} from '../scenario/file-contents.ts';
import type {Scenario} from '../scenario/scenario.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Substrate} from '../testbed/testbed.ts';
import type {Choice} from './choose-scenarios.ts';
import type {Extra} from './in-parallel.ts';
import {type Replayed, replayLine} from './replay-line.ts';
import type {Surroundings} from './surroundings.ts';

/** The flags that decide on what the scenarios run. */
export type SubstrateFlags = {
	readonly substrate: 'vm' | 'process';
	readonly base: string;
	readonly accel: 'auto' | 'kvm' | 'hvf' | 'tcg';
	readonly boot: 'fork' | 'cold';
	readonly 'fresh-guests': boolean;
	/** Names joined by commas, sorted, each once. */
	readonly packages: string | undefined;
	readonly memory: number | undefined;
	readonly disk: number | undefined;
};

/** Everything a run needs, checked and ready. */
export type RunPlan = {
	readonly choice: Choice;
	readonly inputs: readonly InputFile[];
	readonly programs: ProgramsUnderTest;
	readonly substrate: Substrate;
	readonly seed: number;
	/** How often each scenario is run; each time has the next seed. */
	readonly repeat: number;
	/** Scenarios at a time. */
	readonly jobs: number;
	/** More of them, as long as the machine has room. */
	readonly extra?: Extra;
	readonly hold: boolean;
	readonly runsFolder: string;
	/** What the line that runs it again must say. */
	readonly flags: Replayed['flags'];
	readonly view: LiveView;
	readonly surroundings: Surroundings;
};

/** The line that runs one scenario of a plan again. */
export const replayOf = ({choice, flags}: RunPlan, {name, group}: Scenario, seed: number): string =>
	replayLine({scenario: name, group, seed, files: choice.files, flags});
