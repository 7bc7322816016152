import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import test from 'ava';
import {processSubstrate} from '../testbed/process-substrate.ts';
import {runScenario} from './run-scenario.ts';
import {scenario} from './scenario.ts';

test('when time runs out, it is told what the program of a stranger printed last', async t => {
	const folder = await mkdtemp(`${tmpdir()}/osp2p-test-`);
	t.teardown(async () => rm(folder, {recursive: true}));
	const path = `${folder}/osppeer`;
	await writeFile(path, '#!/bin/sh\necho one; echo two; echo three; echo "cat.jpg is too large"\nexec sleep 60\n', {
		mode: 0o755,
	});
	const tale = scenario({
		name: 'tale',
		group: 'good',
		title: 'A tale',
		because: 'why not',
		withinSeconds: 1,
		cast: {tracker: 'sound tracker', bob: 'peer'},
		async steps({bob}) {
			await bob.starts({fetching: ['cat.jpg'], unlisted: true});
			await bob.finishes();
		},
		mustHold: [],
	});
	const {history} = await runScenario(tale, {
		substrate: processSubstrate({programs: {peer: ['none'], tracker: ['none']}}),
		seed: 7,
		runsFolder: `${folder}/runs`,
		programs: {peer: {kind: 'path', path}, tracker: {kind: 'ours'}},
		replay: '',
		signal: new AbortController().signal,
	});
	const end = history.find(event => event.type === 'story-ended');
	t.is(end?.outcome, 'deadline');
	t.regex(
		end?.because ?? '',
		/to finish its files.*\nbob printed: one\nbob printed: two\nbob printed: three\nbob printed: cat.jpg is too large$/,
	);
});
