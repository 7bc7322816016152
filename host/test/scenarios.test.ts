import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
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
import {enterBy} from '../testbed/entered-guest.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {openGuestPool} from '../testbed/guest-pool.ts';
import {freshGuests} from '../testbed/guest-source.ts';
import type {Substrate} from '../testbed/testbed.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
const executables = ['osppeer', 'osptracker'].map(name => ({
	name,
	path: join(import.meta.dirname, `../../dist/${name}`),
}));
const {signal} = new AbortController();
const owned = new AsyncDisposableStack();
let runsFolder = '';
let fresh: Substrate;
let shared: Substrate;

test.before('guests of two kinds: new ones, and those of a pool', async t => {
	t.timeout(600_000);
	runsFolder = owned.adopt(await mkdtemp(`${tmpdir()}/osp2p-test-`), path => rm(path, {recursive: true}));
	const options = {signal, report: () => {}};
	const image = await ensureImage({base: 'auto', executables, variant: 'plain', cacheFolder}, options);
	const startVm = forkEach({image, memoryMiB: 512, cpus: 1}, {...options, accelerator, cacheFolder});
	const enter = enterBy(startVm, image);
	const guests = owned.use(await openGuestPool(enter, {...options, most: 8, parentFolder: runsFolder}));
	fresh = vmSubstrate({image, accelerator, guests: freshGuests(enter)});
	shared = vmSubstrate({image, accelerator, guests});
});

test.after.always('the guests end', async () => owned.disposeAsync());

const passesOnGuests = test.macro({
	title: (_, {name, title}: Scenario) => `${name}, on real guests: ${title}`,
	async exec(t: ExecutionContext, scenario: Scenario) {
		t.timeout(600_000);
		const {verdict, problem, checks} = await runScenario(scenario, {
			substrate: scenario === good ? fresh : shared,
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
	},
});

for (const scenario of [good, slow, popular, lossy, partition, trackerRestart, churn, cutInMidFile, oneWaySilence]) {
	test.serial(passesOnGuests, scenario);
}
