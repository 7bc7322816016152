import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {ensureImage} from '../../image/build.ts';
import {runScenario} from '../scenario/run-scenario.ts';
import evilDownloaders from '../scenarios/bad/evil-downloaders.ts';
import {forkEach} from '../testbed/fork-or-boot.ts';
import {vmSubstrate} from '../testbed/vm-substrate.ts';
import {cacheFolder, accelerator as chosen} from './test-image.ts';

const accelerator = {...chosen, because: 'the tests use what works everywhere'};
const root = join(import.meta.dirname, '..', '..');
const executables = ['osppeer', 'osptracker'].map(name => ({name, path: join(root, 'dist', name)}));
const scenarios = evilDownloaders.filter(({name}) => name === 'long-names');

test('a peer that registers a port of the system’s choice is reached in its guest, and judged like any other', async t => {
	t.timeout(600_000);
	const {signal} = new AbortController();
	await using stack = new AsyncDisposableStack();
	const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'osp2p-test-')), path => rm(path, {recursive: true}));
	const options = {signal, report: () => {}};
	const image = await ensureImage({base: 'auto', executables, variant: 'plain', cacheFolder}, options);
	const startVm = forkEach({image, memoryMiB: 512, cpus: 1}, {...options, accelerator, cacheFolder});
	for (const scenario of scenarios) {
		const {verdict, problem, checks, history} = await runScenario(scenario, {
			substrate: vmSubstrate({image, accelerator, startVm}),
			seed: 1,
			runsFolder: join(folder, 'runs'),
			programs: {
				peer: {kind: 'path', path: join(import.meta.dirname, 'fixtures', 'any-port-peer.pl')},
				tracker: {kind: 'ours'},
			},
			replay: '',
			signal,
		});
		t.is(problem, undefined);
		t.is(verdict, 'pass', JSON.stringify(checks.filter(({judgement}) => judgement.verdict !== 'pass')));
		const ready = history.find(event => event.type === 'program-ready' && event.actor === 'alice');
		t.regex(ready?.type === 'program-ready' ? (ready.endpoint ?? '') : '', /^10\.77\.0\.\d+:(?!11112$)\d+$/);
	}

	t.is(scenarios.length, 1);
});
