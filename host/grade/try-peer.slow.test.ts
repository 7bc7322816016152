import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import {doUnit} from './do-unit.ts';

const root = dirname(dirname(import.meta.dirname));
const ours = (kind: string) => [process.execPath, join(root, 'guest', kind, 'main.ts')] as const;

/** Everything the protocol says, tried on the control peer with one hole; cases by id. */
const tryHole = async (t: ExecutionContext, hole: string): Promise<ReadonlyMap<string, ReportedCase>> => {
	const folder = await mkdtemp(join(tmpdir(), 'try-peer-'));
	t.teardown(() => rm(folder, {recursive: true}));
	const path = join(folder, 'peer');
	const control = join(root, 'host/controls/control-peer.ts');
	await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${control}' --hole ${hole} "$@"\n`, {mode: 0o755});
	const {cases} = await doUnit(
		{kind: 'protocol', name: 'protocol'},
		{name: 'peer', source: {kind: 'path', path}, digest: ''},
		{
			role: 'peer',
			substrate: processSubstrate({programs: {peer: ours('peer'), tracker: ours('tracker')}}),
			seed: 1,
			folder,
			player: ours('peer'),
			nowMs: () => performance.now(),
			replay: unit => unit,
			signal: AbortSignal.timeout(500_000),
		},
	);
	return new Map(cases.map(one => [one.id, one]));
};

test.serial('a sound peer passes everything that must be', async t => {
	t.timeout(540_000);
	const cases = await tryHole(t, 'none');
	t.deepEqual(
		[...cases.values()].filter(({verdict, level}) => verdict !== 'pass' && level === 'must'),
		[],
	);
	t.true(cases.size > 70);
});

const finds = test.macro({
	title: (_, hole: string) => `a peer with the hole "${hole}" is found out`,
	async exec(t, hole: string, id: string, because: RegExp) {
		t.timeout(540_000);
		const cases = await tryHole(t, hole);
		t.is(cases.get(id)?.verdict, 'fail');
		t.regex(cases.get(id)?.because ?? '', because);
		t.is(cases.get('4/plain')?.verdict, 'pass');
	},
});

test.serial(finds, 'dies-of-long-name', '4/name-513', /it died \(/);
test.serial(finds, 'trusts-the-path', '4/dot-dot', /where it was to refuse/);
test.serial(finds, 'follows-links', '4/link-out', /where it was to refuse/);
test.serial(finds, 'dies-of-odd-request', '4/other-verb', /it died \(/);
