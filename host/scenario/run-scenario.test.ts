import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {Check} from '../checks/check.ts';
import {HarnessError} from '../harness-error.ts';
import {parseHistory} from '../history/history-file.ts';
import type {Substrate} from '../testbed/testbed.ts';
import type {RunOptions} from './run-options.ts';
import {runScenario} from './run-scenario.ts';
import {type Scenario, scenario} from './scenario.ts';
import {ScenarioError} from './scenario-error.ts';

const holds: Check = {id: 'holds', title: 'it holds', level: 'must', judge: () => ({verdict: 'pass'})};

/** A testbed without nodes, which tells when it goes. */
const emptySubstrate = (gone: () => void = () => {}): Substrate => ({
	name: 'process',
	offers: [],
	start: async () => ({nodes: new Map(), facts: {colour: 'blue'}, [Symbol.asyncDispose]: async () => gone()}),
});

const made = (steps: Scenario['steps'] = async () => {}, more: Partial<Scenario> = {}): Scenario => ({
	...scenario({
		name: 'tale',
		group: 'good',
		title: 'A tale',
		because: 'why not',
		withinSeconds: 30,
		cast: {},
		steps,
		mustHold: [holds],
	}),
	...more,
});

const optionsFor = async (t: ExecutionContext, more: Partial<RunOptions> = {}): Promise<RunOptions> => {
	const runsFolder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	t.teardown(async () => rm(runsFolder, {recursive: true}));
	return {
		substrate: emptySubstrate(),
		seed: 7,
		runsFolder,
		programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}},
		replay: 'run tale',
		signal: new AbortController().signal,
		...more,
	};
};

test('a scenario that ends and whose claims hold is a pass, and all of it is written down', async t => {
	const options = await optionsFor(t);
	const result = await runScenario(
		made(async ({step}) => step('Once upon a time')),
		options,
	);
	t.is(result.verdict, 'pass');
	t.deepEqual(result.facts, {colour: 'blue'});
	t.deepEqual(
		result.history.map(({type}) => type),
		['pace', 'step', 'story-ended'],
	);
	t.deepEqual(parseHistory(await readFile(`${result.folder}/history.ndjson`, 'utf8')), [...result.history]);
	const {history: _, ...written} = JSON.parse(await readFile(`${options.runsFolder}/latest/results.json`, 'utf8'));
	const {history: __, ...told} = result;
	t.deepEqual(written, JSON.parse(JSON.stringify(told)));
});

test('the verdict is told while the nodes still run', async t => {
	const order: string[] = [];
	const substrate = emptySubstrate(() => order.push('nodes gone'));
	await runScenario(made(), await optionsFor(t, {substrate, onResult: async ({verdict}) => void order.push(verdict)}));
	t.deepEqual(order, ['pass', 'nodes gone']);
});

test('a program that does not do its part fails the run', async t => {
	const steps = async () => Promise.reject(new ScenarioError('alice never came'));
	const {verdict, checks} = await runScenario(made(steps), await optionsFor(t));
	t.is(verdict, 'fail');
	t.like(checks.find(({id}) => id === 'story-ends')?.judgement, {because: 'alice never came'});
});

test('an adversary that finds nothing to attack leaves the run undecided', async t => {
	const steps = async () => Promise.reject(new ScenarioError('mallory struck nobody', {outcome: 'deadline'}));
	t.is((await runScenario(made(steps), await optionsFor(t))).verdict, 'unknown');
});

test('a scenario that is not over at its deadline is undecided', async t => {
	const steps: Scenario['steps'] = async ({signal}) => pause(60_000, undefined, {signal});
	const {verdict} = await runScenario(made(steps, {withinSeconds: 0.2}), await optionsFor(t));
	t.is(verdict, 'unknown');
});

test('a harness that cannot do its work says so in the result', async t => {
	const start = async () => Promise.reject(new HarnessError('no disk', {hint: 'buy one'}));
	const {verdict, problem, checks} = await runScenario(
		made(),
		await optionsFor(t, {substrate: {...emptySubstrate(), start}}),
	);
	t.is(verdict, 'error');
	t.deepEqual(problem, {message: 'no disk', hint: 'buy one'});
	t.deepEqual(checks, []);
});

test("a node that dies is the harness's problem, not the program's", async t => {
	const broken = new AbortController();
	const start = async () => ({
		nodes: new Map(),
		facts: {},
		broken: broken.signal,
		[Symbol.asyncDispose]: async () => {},
	});
	const steps = async () => {
		broken.abort(new HarnessError('alice is dead'));
		throw new ScenarioError('alice never came');
	};
	const {verdict, problem} = await runScenario(
		made(steps),
		await optionsFor(t, {substrate: {...emptySubstrate(), start}}),
	);
	t.is(verdict, 'error');
	t.is(problem?.message, 'alice is dead');
});

test('what the substrate does not offer is not run, and nothing starts', async t => {
	const start = async () => t.fail() as never;
	const {verdict, problem} = await runScenario(
		made(undefined, {needs: ['network']}),
		await optionsFor(t, {substrate: {...emptySubstrate(), start}}),
	);
	t.is(verdict, 'not run');
	t.regex(problem?.message ?? '', /network/);
});

test('Ctrl-C ends the run without a verdict', async t => {
	const stop = new AbortController();
	const steps = async () => {
		stop.abort();
		stop.signal.throwIfAborted();
	};
	const {verdict, problem} = await runScenario(made(steps), await optionsFor(t, {signal: stop.signal}));
	t.is(verdict, 'error');
	t.is(problem?.message, 'The run was interrupted.');
});

test('a bug in a scenario is thrown, and the nodes go', async t => {
	const gone: string[] = [];
	const steps = async () => Promise.reject(new TypeError('oops'));
	const run = runScenario(made(steps), await optionsFor(t, {substrate: emptySubstrate(() => gone.push('gone'))}));
	await t.throwsAsync(run, {instanceOf: TypeError});
	t.deepEqual(gone, ['gone']);
});

test('using the network without saying so is a bug', async t => {
	const run = runScenario(
		made(async ({network}) => network.heal()),
		await optionsFor(t),
	);
	await t.throwsAsync(run, {message: /needs: \['network'\]/});
});

test('two runs in one second get two folders', async t => {
	const options = await optionsFor(t);
	await Promise.all([runScenario(made(), options), runScenario(made(), options)]);
	t.is((await readdir(options.runsFolder)).filter(name => name.includes('tale') && !name.startsWith('.')).length, 2);
});
