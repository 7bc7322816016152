import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {runScenario} from './scenario/run-scenario.ts';
import type {Scenario} from './scenario/scenario.ts';
import churn from './scenarios/churn.ts';
import good from './scenarios/good.ts';
import partition from './scenarios/partition.ts';
import popular from './scenarios/popular.ts';
import trackerRestart from './scenarios/tracker-restart.ts';
import {processSubstrate} from './testbed/process-substrate.ts';

const main = (program: string) => new URL(`../guest/${program}/main.ts`, import.meta.url).pathname;
const substrate = processSubstrate({
	programs: {peer: [process.execPath, main('peer')], tracker: [process.execPath, main('tracker')]},
});

const run = async (t: ExecutionContext, scenario: Scenario) => {
	const runsFolder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	t.teardown(async () => rm(runsFolder, {recursive: true}));
	return runScenario(scenario, {
		substrate,
		seed: 1,
		runsFolder,
		programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}},
		replay: `run ${scenario.name}`,
		signal: new AbortController().signal,
	});
};

const passesOnProcesses = test.macro({
	title: (_, {name, title}: Scenario) => `${name}, on plain processes: ${title}`,
	async exec(t: ExecutionContext, scenario: Scenario) {
		const {verdict, checks} = await run(t, scenario);
		t.deepEqual(
			checks.filter(({judgement}) => judgement.verdict !== 'pass'),
			[],
		);
		t.is(verdict, 'pass');
	},
});

for (const scenario of [good, popular, trackerRestart, churn]) {
	test.serial(passesOnProcesses, scenario);
}

test.serial('a story that breaks the network is not run on plain processes, and says so', async t => {
	const {verdict, problem} = await run(t, partition);
	t.is(verdict, 'not run');
	t.regex(problem?.message ?? '', /network/);
});
