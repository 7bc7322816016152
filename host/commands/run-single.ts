import {exitCodeOf} from '../report/exit-code.ts';
import {paintFor} from '../report/paint.ts';
import {terminalSummary} from '../report/terminal-summary.ts';
import {writeReports} from '../report/write-reports.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Testbed} from '../testbed/testbed.ts';
import {type RunPlan, replayOf} from './run-plan.ts';
import type {Surroundings} from './surroundings.ts';

/** Run one scenario once, with everything that happens before the reader's eyes. */
export const runSingle = async (plan: RunPlan): Promise<ScenarioResult> => {
	const [scenario] = plan.choice.scenarios;
	if (scenario === undefined) {
		throw new Error('a choice without a scenario');
	}

	const {view, surroundings, seed, substrate, runsFolder, programs, inputs} = plan;
	let isKnown = false;
	const result = await runScenario(scenario, {
		substrate,
		seed,
		runsFolder,
		programs,
		...(inputs.length > 0 && {inputs}),
		replay: replayOf(plan, scenario, seed),
		keepPrograms: plan.hold,
		onEvent: view.event,
		// The verdict is on disk and on the screen before anything is taken down.
		async onResult(result, testbed) {
			await writeReports(result);
			isKnown = result.verdict !== 'error' || !surroundings.signal.aborted;
			if (isKnown) {
				surroundings.settle(exitCodeOf([result]));
			}

			view.end(result.verdict === 'pass' ? 'done' : 'failed');
			surroundings.print(terminalSummary(result, {paint: paintFor(surroundings), from: surroundings.workingFolder}));
			if (plan.hold && testbed !== undefined) {
				await hold(testbed, surroundings);
			}
		},
		signal: surroundings.signal,
	});
	if (!isKnown) {
		surroundings.signal.throwIfAborted(); // What was cut short is no verdict.
	}

	return result;
};

/** Leave the nodes up, tell how to look into each, and wait for Enter or Ctrl-C. */
const hold = async (
	{nodes}: Testbed,
	{tell, enterOrCtrlC}: Pick<Surroundings, 'tell' | 'enterOrCtrlC'>,
): Promise<void> => {
	const width = Math.max(...[...nodes.keys()].map(name => name.length));
	const lines = [...nodes].map(
		([name, node]) => `  ${name.padEnd(width)}  ${node.address}  ${node.enter ?? node.folder}\n`,
	);
	tell(
		`\nThe machines stay up. Look into each from another terminal:\n\n${lines.join('')}\nEnter or Ctrl-C ends them. `,
	);
	await enterOrCtrlC();
	tell('\n');
};
