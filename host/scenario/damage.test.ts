import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test, {type ExecutionContext} from 'ava';
import type {Judgement} from '../checks/check.ts';
import {HarnessError} from '../harness-error.ts';
import type {ScenarioResult} from './result.ts';
import {runScenario} from './run-scenario.ts';
import {scenario} from './scenario.ts';

type Ending = 'pass' | 'fail' | 'fail what should hold' | 'no guest' | 'a bug';

/** A run on nodes that are none, whose layers are as damaged as it is said, and that ends as it is said. */
const runThatEnds = async (
	t: ExecutionContext,
	ending: Ending,
	damage: string | undefined,
): Promise<ScenarioResult> => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-damage-`);
	t.teardown(async () => rm(folder, {recursive: true}));
	const judgement: Judgement = ending.startsWith('fail')
		? {verdict: 'fail', because: 'so it is', evidence: []}
		: {verdict: 'pass'};
	const level = ending === 'fail what should hold' ? 'should' : 'must';
	const tale = scenario({
		name: 'tale',
		group: 'good',
		title: 'A tale',
		because: 'why not',
		withinSeconds: 5,
		cast: {},
		async steps() {},
		mustHold: [{id: 'claim', title: 'a claim', level, judge: () => judgement}],
	});
	return runScenario(tale, {
		substrate: {
			name: 'vm',
			offers: [],
			async start() {
				if (ending === 'no guest') {
					throw new HarnessError('The virtual machine "bob" did not thaw within 20 s.');
				}

				if (ending === 'a bug') {
					throw new TypeError('connection into a guest was lost');
				}

				return {nodes: new Map(), facts: {}, async [Symbol.asyncDispose]() {}};
			},
			damage: async () => damage,
		},
		seed: 7,
		runsFolder: `${folder}/runs`,
		programs: {peer: {kind: 'ours'}, tracker: {kind: 'ours'}},
		replay: '',
		async onResult({verdict: told, folder: runFolder}) {
			t.is(JSON.parse(await readFile(`${runFolder}/results.json`, 'utf8')).verdict, told);
		},
		signal: new AbortController().signal,
	});
};

const DAMAGE = 'the cache is damaged: in /cache/programs/key, programs.raw has other bytes than were written';

for (const ending of ['fail', 'fail what should hold', 'no guest', 'a bug'] as const) {
	test(`where the cache is damaged, a run that ends with ${ending} is nobody's fault`, async t => {
		const {verdict, problem, checks} = await runThatEnds(t, ending, DAMAGE);
		t.is(verdict, 'error');
		t.deepEqual(checks, []);
		t.regex(problem?.message ?? '', /^No verdict: the cache is damaged: .*programs\.raw/);
		t.regex(problem?.hint ?? '', /^Run it again/);
	});
}

test('where nothing is damaged, it means what it says', async t => {
	t.is((await runThatEnds(t, 'fail', undefined)).verdict, 'fail');
	t.regex((await runThatEnds(t, 'no guest', undefined)).problem?.message ?? '', /did not thaw/);
	await t.throwsAsync(runThatEnds(t, 'a bug', undefined), {instanceOf: TypeError});
});

test('what passed has passed: nobody looks', async t => {
	t.is((await runThatEnds(t, 'pass', DAMAGE)).verdict, 'pass');
});
