import type {Check, Judgement} from '../checks/check.ts';
import type {HistoryEvent} from '../history/event.ts';

/** One check with its judgement. */
export type JudgedCheck = Omit<Check, 'judge'> & {readonly judgement: Judgement};

/** Everything a report may tell of one scenario's run. Plain JSON once written: the shape of `results.json` (docs/results.md). */
export type ScenarioResult = {
	readonly schemaVersion: 1;
	/** Kebab-case name of the scenario, e.g. `good`. */
	readonly scenario: string;
	readonly title: string;
	readonly because: string;
	readonly verdict: Judgement['verdict'] | 'error' | 'not run';
	/** With `error`: what kept the harness from its work, and what to do. With `not run`: why. */
	readonly problem?: {readonly message: string; readonly hint?: string};
	readonly startedAt: string; // ISO 8601
	readonly seconds: number;
	readonly seed: number;
	readonly substrate: 'vm' | 'process';
	/** Facts a reader needs to judge the run: accelerator and why, image key, versions. */
	readonly facts: Readonly<Record<string, string>>;
	/** Who took part: name, role, address on the network, and how the program was started. */
	readonly cast: ReadonlyArray<{
		readonly name: string;
		readonly role: string;
		readonly address?: string;
		readonly program?: string;
	}>;
	readonly checks: readonly JudgedCheck[];
	/** Path of the run's folder. */
	readonly folder: string;
	/** The line that runs it again. */
	readonly replay: string;
	/** The whole history; written to history.ndjson, not into results.json. */
	readonly history: readonly HistoryEvent[];
};

/** Exit codes of every command that judges (docs/results.md). */
export const EXIT = {held: 0, failed: 1, undecided: 2, harnessProblem: 3} as const;
