import type {ScenarioResult} from '../scenario/result.ts';

/** What `results.json` holds: everything but the history, which has a file of its own. Described in docs/results.md. */
export type ResultsFile = Omit<ScenarioResult, 'history'>;

/** What `suite.json` holds: several scenarios run by one command. */
export type SuiteFile = {
	readonly schemaVersion: 1;
	/** The command's choice: `bad`, or the names that were given. */
	readonly suite: string;
	readonly exitCode: number;
	readonly startedAt: string; // ISO 8601
	readonly seconds: number;
	/** In the order they ended; those that were not run last. */
	readonly scenarios: readonly ResultsFile[];
};

/** The text of `results.json`. Control characters are escaped, so it is safe to print; file names stay byte strings. */
export const resultsJson = (result: ScenarioResult): string => json(withoutHistory(result));

/** The text of `suite.json`. */
export const suiteJson = (suite: Omit<SuiteFile, 'schemaVersion'>): string => json({schemaVersion: 1, ...suite});

/** A result as results.json has it. */
export const withoutHistory = ({history: _, ...rest}: ScenarioResult): ResultsFile => rest;

const json = (value: object): string => `${JSON.stringify(value, undefined, '\t')}\n`;
