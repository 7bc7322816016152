import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {ensureImage} from '../../image/build.ts';
import {inParallel} from '../commands/in-parallel.ts';
import {withoutExcuse} from '../mutants/judge.ts';
import {NETWORK_HOLES, type NetworkHole} from '../mutants/network-holes.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Scenario} from '../scenario/scenario.ts';
import cutInMidFile from '../scenarios/cut-in-mid-file.ts';
import lossy from '../scenarios/lossy.ts';
import oneWaySilence from '../scenarios/one-way-silence.ts';
import partition from '../scenarios/partition.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen, executables} from './test-image.ts';

/*
The network scenarios are judged as those of evil are (host/mutants/judge.ts), but on guests, for plain processes have no network that breaks: each must fail a peer with the hole it is about, and pass the same peer without.
*/

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
const root = join(import.meta.dirname, '..', '..');
/** Handed in as it is: a script that starts one of our own programs in a guest is refused, as of any submission. */
const mutant = join(root, 'dist', 'ospmutant');

/** For the reference program, in seconds on a machine of full speed; it needs a third of it. */
const WITHIN_SECONDS = 40;

/** Times the reference program's own time that one with a hole gets: most holes are waits without end. */
const PATIENCE = 2.5;

/** Runs of mutants at once: they wait more than they work. */
const AT_ONCE = 2;

/** What the reference program needed, in seconds on a machine of full speed, by scenario. */
const needed = new Map<string, number>();

test.before(async t => {
	t.timeout(120_000);
	await promisify(execFile)(process.execPath, ['scripts/build.ts', 'ospmutant'], {cwd: root});
});

/** Run a scenario with the mutant peer for the peer under test. */
const runWith = async (scenario: Scenario, hole: string, withinSeconds: number) => {
	const {signal} = new AbortController();
	await using stack = new AsyncDisposableStack();
	const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'osp2p-test-')), path => rm(path, {recursive: true}));
	const image = await ensureImage(
		{base: 'auto', executables, variant: 'plain', cacheFolder},
		{signal, report: () => {}},
	);
	const startVm = forkEach({image, memoryMiB: 512, cpus: 1}, {accelerator, cacheFolder, report: () => {}, signal});
	const args = `--hole ${hole} -t{tracker} -d{dir} --port {port} {files}`;
	return await runScenario(
		{...scenario, withinSeconds},
		{
			substrate: withoutExcuse(vmSubstrate({image, accelerator, startVm})),
			seed: 1,
			runsFolder: join(folder, 'runs'),
			programs: {peer: {kind: 'path', path: mutant, args}, tracker: {kind: 'ours'}},
			replay: '',
			signal,
		},
	);
};

const redOf = (t: ExecutionContext, {problem, checks, seconds}: ScenarioResult) => {
	t.is(problem, undefined);
	const red = checks.filter(({judgement}) => judgement.verdict !== 'pass');
	t.log(`${seconds.toFixed(0)} s`, ...red.map(({id, judgement}) => ({id, ...judgement, evidence: undefined})));
	return red;
};

/** How long the scenario took, in seconds on a machine of full speed. */
const lengthOf = ({history}: ScenarioResult): number => {
	const {slowness} = history.find(event => event.type === 'pace') ?? {slowness: Number.NaN};
	return (history.find(event => event.type === 'story-ended')?.fairSeconds ?? Number.NaN) / slowness;
};

const scenarios = [lossy, partition, cutInMidFile, oneWaySilence];

for (const scenario of scenarios) {
	test.serial(`${scenario.name} passes a peer without a hole`, async t => {
		t.timeout(600_000);
		const result = await runWith(scenario, 'none', WITHIN_SECONDS);
		needed.set(scenario.name, lengthOf(result));
		t.log(`the scenario itself ${lengthOf(result).toFixed(1)} s on a machine of full speed`);
		t.deepEqual(redOf(t, result), []);
	});
}

const results = new Map<NetworkHole, ScenarioResult>();

test.serial('peers with a hole come into the same scenarios, two at a time', async t => {
	t.timeout(600_000);
	await inParallel(AT_ONCE, NETWORK_HOLES, async hole => {
		const scenario = scenarios.find(({name}) => name === hole.scenario) ?? lossy;
		const withinSeconds = PATIENCE * (needed.get(hole.scenario) ?? WITHIN_SECONDS);
		results.set(hole, await runWith(scenario, hole.name, withinSeconds));
	});
	t.is(results.size, NETWORK_HOLES.length);
});

for (const hole of NETWORK_HOLES) {
	test.serial(`${hole.scenario} fails a peer that ${hole.title}`, t => {
		const result = results.get(hole);
		const red = result === undefined ? [] : redOf(t, result);
		t.true(red.some(({id, judgement}) => id === hole.red && judgement.verdict === 'fail'));
		t.false(red.some(({id}) => id === 'faults-struck')); // It is the broken network that it did not survive.
	});
}
