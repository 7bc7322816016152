import type {ScenarioResult} from './result.ts';
import type {RunOptions} from './run-options.ts';
import type {Scenario} from './scenario.ts';

/**
Run one scenario: nodes up, play under one deadline, judge the history, write the results, and only then take everything down.

@returns The result, also when the harness failed (verdict `error`) or the substrate cannot offer what is needed (`not run`). Only a bug of ours throws.
*/
export const runScenario = async (scenario: Scenario, options: RunOptions): Promise<ScenarioResult> => {
	throw new Error(`not yet: ${scenario.name} with seed ${options.seed}`);
};
