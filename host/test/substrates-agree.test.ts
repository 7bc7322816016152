import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ensureImage} from '../../image/build.ts';
import {inParallel} from '../commands/in-parallel.ts';
import type {ScenarioResult} from '../scenario/result.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Scenario} from '../scenario/scenario.ts';
import evilClients from '../scenarios/bad/evil-clients.ts';
import evilDownloaders from '../scenarios/bad/evil-downloaders.ts';
import evilTrackers from '../scenarios/bad/evil-trackers.ts';
import evilUploaders from '../scenarios/bad/evil-uploaders.ts';
import good from '../scenarios/good.ts';
import oneWaySilence from '../scenarios/one-way-silence.ts';
import {enterBy} from '../testbed/entered-guest.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {openGuestPool} from '../testbed/guest-pool.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {Substrate} from '../testbed/testbed.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

const catalogue: readonly Scenario[] = [...evilUploaders, ...evilDownloaders, ...evilClients, ...evilTrackers];

/** Some of each kind; the whole catalogue when OSP2P_WHOLE_CATALOGUE is set, which takes minutes. */
const SOME = [
	'wrong-bytes',
	'silence',
	'reset-midway',
	'traversal',
	'long-names',
	'squat',
	'forged-alias',
	'odd-lines',
	'garbage',
	'bad-peer-lines',
];
const scenarios =
	process.env['OSP2P_WHOLE_CATALOGUE'] === undefined ? catalogue.filter(({name}) => SOME.includes(name)) : catalogue;

const {signal} = new AbortController();
const owned = new AsyncDisposableStack();
let runsFolder = '';
let guests: Substrate;

const main = (program: string) => join(import.meta.dirname, `../../guest/${program}/main.ts`);
const processes = processSubstrate({
	programs: {peer: [process.execPath, main('peer')], tracker: [process.execPath, main('tracker')]},
});

test.before('a pool of guests', async t => {
	t.timeout(600_000);
	runsFolder = owned.adopt(await mkdtemp(`${tmpdir()}/osp2p-test-`), path => rm(path, {recursive: true}));
	const executables = ['osppeer', 'osptracker'].map(name => ({
		name,
		path: join(import.meta.dirname, `../../dist/${name}`),
	}));
	const options = {signal, report: () => {}};
	const image = await ensureImage({base: 'auto', executables, variant: 'plain', cacheFolder}, options);
	const accelerator = {...chosen, because: 'the tests use what works everywhere'};
	const startVm = forkEach({image, memoryMiB: 512, cpus: 1}, {...options, accelerator, cacheFolder});
	const pool = await openGuestPool(enterBy(startVm, image), {...options, most: 8, parentFolder: runsFolder});
	guests = vmSubstrate({image, accelerator, guests: owned.use(pool)});
});

test.after.always('the guests end', async () => owned.disposeAsync());

const runOn = async (scenario: Scenario, substrate: Substrate): Promise<ScenarioResult> =>
	runScenario(scenario, {
		substrate,
		seed: 1,
		runsFolder,
		programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}},
		replay: `run ${scenario.name} --seed 1`,
		signal,
	});

/** What a run came to, check by check; a check that did not pass says why. */
const verdictsOf = ({verdict, problem, checks}: ScenarioResult): Readonly<Record<string, string>> => ({
	verdict: problem === undefined ? verdict : `${verdict}: ${problem.message}`,
	...Object.fromEntries(
		checks.map(({id, judgement}) => [
			id,
			judgement.verdict === 'pass' ? 'pass' : `${judgement.verdict}: ${judgement.because}`,
		]),
	),
});

const agree = async (t: ExecutionContext, scenario: Scenario): Promise<void> => {
	const onGuests = verdictsOf(await runOn(scenario, guests));
	t.deepEqual(onGuests, verdictsOf(await runOn(scenario, processes)), `${scenario.name}: guests, and processes`);
	t.is(onGuests['verdict'], 'pass', scenario.name);
};

test.serial('the good scenario has the same verdicts on guests and on processes, check by check', async t => {
	t.timeout(600_000);
	await agree(t, good);
});

test.serial(
	`${scenarios.length} attacks have the same verdicts on guests and on processes, check by check`,
	async t => {
		t.timeout(1_200_000);
		await inParallel(2, scenarios, async scenario => agree(t, scenario));
	},
);

test.serial('what needs guests is listed as not run on processes', async t => {
	const {verdict, checks, problem} = await runOn(oneWaySilence, processes);
	t.is(verdict, 'not run');
	t.deepEqual(checks, []);
	t.truthy(problem?.hint);
});
