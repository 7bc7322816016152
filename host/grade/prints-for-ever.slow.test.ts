import {mkdtemp, readdir, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {processSubstrate} from '../testbed/process-substrate.ts';
import {MOST_LOG_BYTES} from '../testbed/program-limits.ts';
import {doUnit} from './do-unit.ts';

const root = dirname(dirname(import.meta.dirname));
const ours = (kind: string) => [process.execPath, join(root, 'guest', kind, 'main.ts')] as const;

test.serial('on plain processes, a peer that prints for ever is told so and leaves the disk its room', async t => {
	t.timeout(120_000);
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-prints-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const path = join(folder, 'peer.sh');
	await writeFile(path, '#!/bin/sh\nexec yes "this is line one of many"\n', {mode: 0o755});
	const {cases} = await doUnit(
		{kind: 'protocol', name: 'protocol'},
		{name: 'peer', source: {kind: 'path', path}, digest: ''},
		{
			role: 'peer',
			substrate: processSubstrate({programs: {peer: ours('peer'), tracker: ours('tracker')}}),
			seed: 1,
			folder,
			player: ours('peer'),
			limits: {seconds: 20, mebibytes: 32, startSeconds: 4},
			nowMs: () => performance.now(),
			replay: unit => unit,
			signal: AbortSignal.timeout(100_000),
		},
	);
	t.regex(cases.find(({id}) => id === '4/registers')?.because ?? '', /did not make itself known/);
	t.regex(cases.find(({id}) => id === '4/output')?.because ?? '', /wrote \d+ MiB of text/);
	const logs = join(folder, 'runs/protocol');
	const sizes = await Promise.all((await readdir(logs)).map(async name => (await stat(join(logs, name))).size));
	t.true(Math.max(...sizes) > MOST_LOG_BYTES / 2);
	t.true(Math.max(...sizes) < MOST_LOG_BYTES + 1000, `${Math.max(...sizes)} bytes`);
});
