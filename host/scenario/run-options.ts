import type {HistoryEvent} from '../history/event.ts';
import type {ProgramsUnderTest} from '../testbed/program-source.ts';
import type {Substrate, Testbed} from '../testbed/testbed.ts';
import type {InputFile} from './file-contents.ts';
import type {ScenarioResult} from './result.ts';

/** Everything one run of one scenario depends on. */
export type RunOptions = {
	/** `processSubstrate(…)` or `vmSubstrate(…)`. */
	readonly substrate: Substrate;
	/** Seed of all randomness: contents of files, faults, attacks. */
	readonly seed: number;
	/** The run gets its own folder in it, and `latest` points there. */
	readonly runsFolder: string;
	readonly programs: ProgramsUnderTest;
	/** Files of the user; the three sample pictures when left out. */
	readonly inputs?: readonly InputFile[];
	/** The command that runs it again, for the report. */
	readonly replay: string;
	/** Leave the programs running until `onResult` returns, for people who want to look into living nodes. */
	readonly keepPrograms?: boolean;
	/** Told of every event as it comes. */
	readonly onEvent?: (event: HistoryEvent) => void;
	/** Called with the verdict while all nodes still run: write reports, hold. The nodes go when it returns. */
	readonly onResult?: (result: ScenarioResult, testbed: Testbed | undefined) => Promise<void>;
	/** Ctrl-C. The deadline of the scenario is the runner's own. */
	readonly signal: AbortSignal;
};
