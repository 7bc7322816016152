import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import {ensureImage} from '../../image/build.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Scenario} from '../scenario/scenario.ts';
import churn from '../scenarios/churn.ts';
import cutInMidFile from '../scenarios/cut-in-mid-file.ts';
import good from '../scenarios/good.ts';
import lossy from '../scenarios/lossy.ts';
import oneWaySilence from '../scenarios/one-way-silence.ts';
import partition from '../scenarios/partition.ts';
import popular from '../scenarios/popular.ts';
import slow from '../scenarios/slow.ts';
import trackerRestart from '../scenarios/tracker-restart.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
const executables = ['osppeer', 'osptracker'].map(name => ({
	name,
	path: new URL(`../../dist/${name}`, import.meta.url).pathname,
}));

const passesOnGuests = test.macro({
	title: (_, {name, title}: Scenario) => `${name}, on real guests: ${title}`,
	async exec(t: ExecutionContext, scenario: Scenario) {
		t.timeout(600_000);
		const {signal} = new AbortController();
		const runsFolder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
		const image = await ensureImage(
			{base: 'auto', executables, variant: 'plain', cacheFolder},
			{signal, report: () => {}},
		);
		const startVm = forkEach(
			{image, memoryMiB: 512, cpus: 1},
			{accelerator, cacheFolder, report: line => t.log(line), signal},
		);
		const {verdict, problem, checks} = await runScenario(scenario, {
			substrate: vmSubstrate({image, accelerator, startVm}),
			seed: 1,
			runsFolder,
			programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}},
			replay: `run ${scenario.name} --seed 1`,
			signal,
		});
		t.is(problem, undefined);
		t.deepEqual(
			checks.filter(({judgement}) => judgement.verdict !== 'pass'),
			[],
		);
		t.is(verdict, 'pass');
		await rm(runsFolder, {recursive: true});
	},
});

for (const scenario of [good, slow, popular, lossy, partition, trackerRestart, churn, cutInMidFile, oneWaySilence]) {
	test.serial(passesOnGuests, scenario);
}
