import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import {doUnit} from './do-unit.ts';

const root = dirname(dirname(import.meta.dirname));
const ours = (kind: string) => [process.execPath, join(root, 'guest', kind, 'main.ts')] as const;

/** Everything the protocol says, tried on a tracker that is a script; cases by id. */
const tryScript = async (
	t: ExecutionContext,
	lines: readonly string[],
	args?: string,
): Promise<ReadonlyMap<string, ReportedCase>> => {
	const folder = await mkdtemp(join(tmpdir(), 'try-tracker-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const path = join(folder, 'tracker');
	await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'), {mode: 0o755});
	const {cases} = await doUnit(
		{kind: 'protocol', name: 'protocol'},
		{name: 'tracker', source: {kind: 'path', path, ...(args !== undefined && {args})}, digest: ''},
		{
			role: 'tracker',
			substrate: processSubstrate({programs: {peer: ours('peer'), tracker: ours('tracker')}}),
			seed: 1,
			folder,
			player: ours('conformance'),
			nowMs: () => performance.now(),
			replay: unit => unit,
			limits: {seconds: 10, mebibytes: 1, startSeconds: 3},
			signal: AbortSignal.timeout(170_000),
		},
	);
	return new Map(cases.map(one => [one.id, one]));
};

test.serial('a tracker with a command line of its own is tried too, but for the options it does not know', async t => {
	t.timeout(180_000);
	const [node, main] = ours('tracker');
	const cases = await tryScript(
		t,
		['[ "$1" = serve ] || exit 2', `exec '${node}' '${main}' -p "\${2#--port=}"`],
		'serve --port={port}',
	);
	const binding = [...cases.values()].filter(({level}) => level !== 'information');
	t.deepEqual(
		binding.filter(({verdict}) => verdict === 'fail'),
		[],
	);
	t.true(binding.filter(({verdict}) => verdict === 'pass').length > 100);
	t.regex(cases.get('3.5/x-local-peer')?.because ?? '', /about options/);
});

test.serial('one that ends by itself is told so once, with its last words', async t => {
	const cases = await tryScript(t, ['echo "no such option: $1"', 'exit 2']);
	const start = cases.get('2.3/starts');
	t.is(start?.verdict, 'fail');
	t.is(start?.because, 'it ended by itself (exit code 2)');
	t.deepEqual(start?.lines.slice(1), ['no such option: -p']);
	t.is([...cases.values()].filter(({verdict}) => verdict === 'fail').length, 1);
});

test.serial('one that never answers is told so once', async t => {
	const cases = await tryScript(t, ['exec sleep 60']);
	t.is(cases.get('2.3/starts')?.because, 'it runs, but it did not answer WHO within 3 s');
	t.is([...cases.values()].filter(({verdict}) => verdict === 'fail').length, 1);
});

test.serial('one that kills who asks is not spared the questions', async t => {
	const [node, main] = ours('tracker');
	const cases = await tryScript(t, [
		`if grep -q conformance/main.ts /proc/$PPID/cmdline; then kill -KILL $PPID; fi`,
		`exec '${node}' '${main}' "$@"`,
	]);
	const asked = [...cases.values()].filter(({id, level}) => level === 'must' && id !== '2.3/starts');
	const spared = asked.filter(({forfeited, because = ''}) => !forfeited && !because.includes('longer than grading'));
	t.true(asked.length > 50);
	t.deepEqual(spared, []);
	t.regex(asked[0]?.because ?? '', /was killed \(SIGKILL\)/);
});
