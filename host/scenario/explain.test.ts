import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {processSubstrate} from '../testbed/process-substrate.ts';
import {runScenario} from './run-scenario.ts';
import {scenario} from './scenario.ts';

const root = dirname(dirname(import.meta.dirname));

/** What a scenario ends with in which bob is this script, and is waited for. */
const endOf = async (t: ExecutionContext, script: readonly string[]): Promise<string> => {
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-test-'));
	t.teardown(async () => rm(folder, {recursive: true}));
	const path = join(folder, 'osppeer');
	await writeFile(path, ['#!/bin/sh', ...script, ''].join('\n'), {mode: 0o755});
	const tale = scenario({
		name: 'tale',
		group: 'good',
		title: 'A tale',
		because: 'why not',
		withinSeconds: 6,
		cast: {tracker: 'sound tracker', bob: 'peer'},
		async steps({tracker, bob}) {
			await tracker.starts();
			await bob.starts();
		},
		mustHold: [],
	});
	const {history} = await runScenario(tale, {
		substrate: processSubstrate({
			programs: {peer: ['none'], tracker: [process.execPath, join(root, 'guest/tracker/main.ts')]},
		}),
		seed: 7,
		runsFolder: join(folder, 'runs'),
		programs: {peer: {kind: 'path', path}, tracker: {kind: 'ours'}},
		replay: '',
		signal: new AbortController().signal,
	});
	return history.find(event => event.type === 'story-ended')?.because ?? '';
};

test('a wait in vain says what the tracker refused', async t => {
	// It speaks to the tracker through Node, as any program would, and then waits.
	const talk = `const s = require('net').connect({host: '\${1%%:*}', port: \${1##*:}}); s.on('data', d => {}); s.write('HAVE cat1.jpg nodigest\\\\n'); setTimeout(() => {}, 60000);`;
	const end = await endOf(t, [
		`set -- "\${1#-t}"`,
		`exec '${process.execPath}' -e "${talk.replaceAll('\\\\n', '\\n')}"`,
	]);
	t.regex(end, /tracker refused .*"HAVE cat1\.jpg nodigest": 500/);
});

test('one that ends before it is listed is quoted with the line that tells', async t => {
	const end = await endOf(t, [
		'echo "unexpected format!"',
		'for n in 1 2 3 4 5 6 7 8 9; do echo "DONE $n"; done',
		'exit 1',
	]);
	t.regex(end, /unexpected format!/);
});
