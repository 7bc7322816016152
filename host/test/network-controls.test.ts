import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {ensureImage} from '../../image/build.ts';
import {NETWORK_HOLES} from '../controls/network-holes.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import type {Scenario} from '../scenario/scenario.ts';
import cutInMidFile from '../scenarios/cut-in-mid-file.ts';
import lossy from '../scenarios/lossy.ts';
import oneWaySilence from '../scenarios/one-way-silence.ts';
import partition from '../scenarios/partition.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

/*
The network stories are judged as those of evil are (host/controls/judge.ts), but on guests, for plain processes have no network that breaks: each must fail a peer with the hole it is about, and pass the same peer without.
*/

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
const root = join(import.meta.dirname, '..', '..');
const names = ['osppeer', 'osptracker', 'ospcontrol'];
const executables = names.map(name => ({name, path: join(root, 'dist', name)}));

/** The sound control needs a third of it, in seconds; one with a hole often uses all of it. */
const WITHIN_SECONDS = 40;

test.before(async t => {
	t.timeout(120_000);
	await promisify(execFile)(process.execPath, ['scripts/build.ts', ...names], {cwd: root});
});

/** Play a story with the control peer for the peer under test. */
const play = async (t: ExecutionContext, scenario: Scenario, hole: string) => {
	t.timeout(600_000);
	const {signal} = new AbortController();
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-test-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const path = join(folder, 'control-peer');
	await writeFile(path, '#!/bin/sh\nexec /opt/osp2p/bin/ospcontrol "$@"\n');
	const image = await ensureImage(
		{base: 'auto', executables, variant: 'plain', cacheFolder},
		{signal, report: () => {}},
	);
	const startVm = forkEach(
		{image, memoryMiB: 512, cpus: 1},
		{accelerator, cacheFolder, report: line => t.log(line), signal},
	);
	const args = `--hole ${hole} -t{tracker} -d{dir} --port {port} {files}`;
	const result = await runScenario(
		{...scenario, withinSeconds: WITHIN_SECONDS},
		{
			substrate: vmSubstrate({image, accelerator, startVm}),
			seed: 1,
			runsFolder: join(folder, 'runs'),
			programs: {peer: {kind: 'path', path, args}, tracker: {kind: 'ours'}},
			replay: '',
			signal,
		},
	);
	t.is(result.problem, undefined);
	const red = result.checks.filter(({judgement}) => judgement.verdict !== 'pass');
	t.log(`${result.seconds.toFixed(0)} s`, ...red.map(({id, judgement}) => ({id, ...judgement, evidence: undefined})));
	return red;
};

for (const scenario of [lossy, partition, cutInMidFile, oneWaySilence]) {
	test.serial(`${scenario.name} passes a peer without a hole`, async t => {
		t.deepEqual(await play(t, scenario, 'none'), []);
	});

	for (const {name, title, red} of NETWORK_HOLES.filter(({story}) => story === scenario.name)) {
		test.serial(`${scenario.name} fails a peer that ${title}`, async t => {
			const failed = (await play(t, scenario, name)).filter(({judgement}) => judgement.verdict === 'fail');
			t.true(failed.some(({id}) => id === red));
		});
	}
}
