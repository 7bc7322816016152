import {resolve} from 'node:path';
import {leaveMark} from '../leftovers/running-mark.ts';
import {exitCodeOf} from '../report/exit-code.ts';
import {isHandedIn} from '../testbed/program-source.ts';
import {allScenarios} from './all-scenarios.ts';
import {chooseScenarios} from './choose-scenarios.ts';
import {inputFiles} from './input-files.ts';
import {marksFolder} from './marks-folder.ts';
import {openSubstrate} from './open-substrate.ts';
import {openView} from './open-view.ts';
import {programsUnderTest} from './programs-under-test.ts';
import type {RunPlan, SubstrateFlags} from './run-plan.ts';
import {runSingle} from './run-single.ts';
import {runSuite} from './run-suite.ts';
import {asCapacityAllows} from './spare-capacity.ts';
import type {Surroundings} from './surroundings.ts';
import {UsageError} from './usage-error.ts';

/** Options of `run`, as its table of flags makes them. */
export type RunFlags = SubstrateFlags & {
	readonly what: string;
	readonly names: readonly string[];
	readonly runs: string;
	readonly seed: number | undefined;
	readonly peer: string | undefined;
	readonly tracker: string | undefined;
	readonly args: string | undefined;
	readonly repeat: number | undefined;
	readonly jobs: number | undefined;
	readonly hold: boolean;
	readonly verbose: boolean;
};

/**
The whole way of `run`: understand, make ready, run, judge, report.

@returns The exit code: 0 all held, 1 a claim broken, 2 undecided, 3 trouble of the harness.
*/
export const runScenarios = async (flags: RunFlags, surroundings: Surroundings): Promise<number> => {
	const choice = chooseScenarios(flags.what, flags.names, await allScenarios());
	const isSuite = !(choice.single || (flags.hold && choice.scenarios.length === 1)) || (flags.repeat ?? 1) > 1;
	if (flags.hold && isSuite) {
		throw new UsageError('--hold leaves the machines of one run up, and this would be several', {
			hint: 'Name one scenario, without --repeat.',
		});
	}

	const inputs = await inputFiles(choice.files, surroundings.workingFolder);
	const programs = await programsUnderTest(flags, surroundings.workingFolder);
	const runsFolder = resolve(surroundings.workingFolder, flags.runs);
	await using _ = await leaveMark(marksFolder(surroundings), {
		pid: surroundings.pid,
		folders: [runsFolder],
	});
	// Programs of others may have holes for which everybody waits, which leaves processors idle. Ours have none: more guests for them only means more that have to translate the same programs first.
	const takesExtra = flags.jobs === undefined && (flags.substrate === 'process' || isHandedIn(programs));
	using view = openView(surroundings, flags);
	await using substrate = await openSubstrate(flags, {
		programs,
		surroundings,
		view,
		...(isSuite && {suiteFolder: runsFolder, takesExtra}),
	});
	const plan: RunPlan = {
		choice,
		inputs,
		programs,
		substrate: substrate.plan,
		seed: flags.seed ?? surroundings.newSeed(),
		repeat: flags.repeat ?? 1,
		jobs: flags.jobs ?? substrate.jobs,
		...(takesExtra && {extra: asCapacityAllows(substrate.extra, surroundings)}),
		hold: flags.hold,
		runsFolder,
		flags: replayFlags(flags),
		view,
		surroundings,
	};
	return exitCodeOf(isSuite ? await runSuite(plan) : [await runSingle(plan)]);
};

/** What must stand in the line that runs it again. */
const replayFlags = ({
	substrate,
	base,
	accel,
	boot,
	packages,
	memory,
	disk,
	peer,
	tracker,
	args,
}: RunFlags): RunPlan['flags'] => ({
	substrate: substrate === 'vm' ? undefined : substrate,
	base: base === 'auto' ? undefined : base,
	accel: accel === 'auto' ? undefined : accel,
	boot: boot === 'fork' ? undefined : boot,
	packages,
	memory,
	disk,
	peer,
	tracker,
	args,
});
