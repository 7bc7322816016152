import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {runScenario} from './scenario/run-scenario.ts';
import type {Scenario} from './scenario/scenario.ts';
import churn from './scenarios/churn.ts';
import good from './scenarios/good.ts';
import partition from './scenarios/partition.ts';
import popular from './scenarios/popular.ts';
import trackerRestart from './scenarios/tracker-restart.ts';
import {processSubstrate} from './testbed/process-substrate.ts';
import type {ProgramSource} from './testbed/program-source.ts';

const main = (program: string) => join(import.meta.dirname, `../guest/${program}/main.ts`);
const substrate = processSubstrate({
	programs: {peer: [process.execPath, main('peer')], tracker: [process.execPath, main('tracker')]},
});

const run = async (t: ExecutionContext, scenario: Scenario, peer: ProgramSource = {kind: 'ours'}) => {
	const runsFolder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	t.teardown(async () => rm(runsFolder, {recursive: true}));
	return runScenario(scenario, {
		substrate,
		seed: 1,
		runsFolder,
		programs: {peer, tracker: {kind: 'ours'}},
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

/** A stranger's peer: a script that starts one of the mutants, or ours with an option that spoils it. */
const stranger = async (t: ExecutionContext, argv: readonly string[]): Promise<ProgramSource> => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	t.teardown(async () => rm(folder, {recursive: true}));
	const path = `${folder}/peer`;
	await writeFile(path, `#!/bin/sh\nexec "${process.execPath}" ${argv.map(word => `"${word}"`).join(' ')} "$@"\n`);
	return {kind: 'path', path};
};

const mutant = join(import.meta.dirname, 'mutants/mutant-peer.ts');

for (const scenario of [good, popular, churn]) {
	test.serial(
		`${scenario.name} passes the reference program of a stranger, by what is seen from outside alone`,
		async t => {
			const {verdict, checks} = await run(t, scenario, await stranger(t, [mutant]));
			t.deepEqual(
				checks.filter(({judgement}) => judgement.verdict !== 'pass'),
				[],
			);
			t.is(verdict, 'pass');
		},
	);
}

const seenRed = test.macro({
	title: (_, {name}: Scenario, argv: readonly string[]) => `${name} fails a peer with ${argv.slice(1).join(' ')}`,
	async exec(t: ExecutionContext, scenario: Scenario, argv: readonly string[]) {
		t.is((await run(t, scenario, await stranger(t, argv))).verdict, 'fail');
	},
});

test.serial(seenRed, good, [main('peer'), '--once']);
test.serial(seenRed, churn, [main('peer'), '--once']);
test.serial(seenRed, popular, [mutant, '--hole', 'dies-of-long-reply']);
test.serial(seenRed, trackerRestart, [mutant, '--hole', 'dies-when-tracker-leaves']);

test.serial('a scenario that breaks the network is not run on plain processes, and says so', async t => {
	const {verdict, problem} = await run(t, partition);
	t.is(verdict, 'not run');
	t.regex(problem?.message ?? '', /network/);
});
