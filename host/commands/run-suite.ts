import {formatCount} from '../report/amounts.ts';
import {exitCodeOf} from '../report/exit-code.ts';
import {paintFor} from '../report/paint.ts';
import {suiteLine, suiteSummary} from '../report/suite-summary.ts';
import {writeReports, writeSuiteReports} from '../report/write-reports.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {makeRunFolder} from '../scenario/run-folder.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Scenario} from '../scenario/scenario.ts';
import {inParallel} from './in-parallel.ts';
import {type RunPlan, replayOf} from './run-plan.ts';

/**
Run many scenarios, some at a time; the suite's reports are written anew as each ends.

@returns All results, in the order they ended.
*/
export const runSuite = async (plan: RunPlan): Promise<readonly ScenarioResult[]> => {
	const {view, surroundings, choice, repeat, runsFolder} = plan;
	const paint = paintFor(surroundings);
	const started = surroundings.now();
	const startedAt = started.toISOString();
	const startMs = surroundings.nowMs();
	const folder = await makeRunFolder(runsFolder, choice.name, started);
	const runs = choice.scenarios.flatMap(scenario =>
		Array.from({length: repeat}, (_, index) => ({scenario, seed: (plan.seed + index) % 2 ** 32})),
	);
	const results: ScenarioResult[] = [];
	const running = new Set<string>();
	const suite = () => ({name: choice.name, startedAt, seconds: (surroundings.nowMs() - startMs) / 1000, results});
	const showProgress = (): void => view.progress({share: results.length / runs.length, now: [...running].join(', ')});

	const {jobs, extra} = plan;
	const more = extra === undefined ? '' : ', more while processors are idle';
	view.step(`${formatCount(runs.length, 'run')}, ${jobs} at a time${more}`);
	const runOne = async ({scenario, seed}: (typeof runs)[number]): Promise<void> => {
		surroundings.signal.throwIfAborted();
		running.add(scenario.name);
		showProgress();
		const result = await runScenarioOnce(plan, scenario, {seed, folder});
		running.delete(scenario.name);
		results.push(result);
		view.say(suiteLine(result, paint));
		showProgress();
		await writeSuiteReports(folder, suite());
		surroundings.settle(exitCodeOf(results));
	};
	try {
		await inParallel(jobs, runs, runOne, extra && {extra});
		surroundings.signal.throwIfAborted();
		view.end(exitCodeOf(results) === 0 ? 'done' : 'failed');
	} catch (error) {
		// What is known of a suite that is cut short is told; that this fails too tells nothing new.
		await writeSuiteReports(folder, suite()).catch(() => undefined);
		if (results.length > 0) {
			surroundings.print(
				suiteSummary({...suite(), folder}, {paint, from: surroundings.workingFolder, isCutShort: true}),
			);
		}

		throw error;
	}

	surroundings.print(suiteSummary({...suite(), folder}, {paint, from: surroundings.workingFolder}));
	return results;
};

const runScenarioOnce = async (
	plan: RunPlan,
	scenario: Scenario,
	{seed, folder}: {readonly seed: number; readonly folder: string},
): Promise<ScenarioResult> =>
	runScenario(scenario, {
		substrate: plan.substrate,
		seed,
		runsFolder: folder,
		programs: plan.programs,
		...(plan.inputs.length > 0 && {inputs: plan.inputs}),
		replay: replayOf(plan, scenario, seed),
		onResult: writeReports,
		signal: plan.surroundings.signal,
	});
