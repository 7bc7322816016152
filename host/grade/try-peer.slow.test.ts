import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {tryScript} from './fixtures/try-script.ts';

/* All at once: their waits are long, and their work is little. */

const mutant = join(dirname(import.meta.dirname), 'mutants/mutant-peer.ts');

/** The mutant peer with one hole. */
const tryHole = async (t: ExecutionContext, hole: string): Promise<ReadonlyMap<string, ReportedCase>> => {
	const {cases} = await tryScript(t, `#!/bin/sh\nexec '${process.execPath}' '${mutant}' --hole ${hole} "$@"\n`);
	return cases;
};

test('a sound peer passes everything that must be', async t => {
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

test(finds, 'dies-of-long-name', '4/name-513', /it died \(/);
test(finds, 'trusts-the-path', '4/dot-dot', /where it was to refuse/);
test(finds, 'follows-links', '4/link-out', /where it was to refuse/);
test(finds, 'dies-of-odd-request', '4/other-verb', /it died \(/);
