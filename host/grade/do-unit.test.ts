import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {sampleResult} from '../report/sample-result.ts';
import type {JudgedCheck} from '../scenario/result.ts';
import {processSubstrate} from '../testbed/process-substrate.ts';
import type {Substrate} from '../testbed/testbed.ts';
import {doUnit, struckNothing} from './do-unit.ts';

const judged = (id: string, judgement: JudgedCheck['judgement']): JudgedCheck => ({
	id,
	title: id,
	level: 'must',
	judgement,
});

const nothing = judged('faults-struck', {verdict: 'unknown', because: 'it hit nothing'});
const good = judged('programs-stay-up', {verdict: 'pass'});

test('a scenario is run again when only its fault hit nothing, and never for what a program did', t => {
	const isAgain = (...checks: readonly JudgedCheck[]) => struckNothing({...sampleResult, verdict: 'unknown', checks});
	t.true(isAgain(good, nothing));
	t.false(isAgain(good));
	t.false(isAgain(nothing, judged('programs-stay-up', {verdict: 'fail', because: 'it ended', evidence: []})));
	t.false(isAgain(nothing, judged('downloads-succeed', {verdict: 'unknown', because: 'nobody asked'})));
});

/** Build what never gets built, on a node that comes late. @param share - Part of the time in which the machine is crowded. */
const buildWithin = async (t: ExecutionContext, {deadlineMs, share}: {deadlineMs: number; share: number}) => {
	const folder = await mkdtemp(join(tmpdir(), 'osp2p-test-'));
	t.teardown(async () => rm(folder, {recursive: true}));
	const path = join(folder, 'jane');
	await mkdir(path);
	await writeFile(join(path, 'Makefile'), 'osppeer:\n\tsleep 20\n');
	const processes = processSubstrate({programs: {peer: ['our-peer'], tracker: ['our-tracker']}});
	const substrate: Substrate = {
		...processes,
		async start(plans, options) {
			await pause(2 * deadlineMs);
			const testbed = await processes.start(plans, options);
			return {...testbed, waitedMs: () => [performance.now() * share]};
		},
	};
	return doUnit(
		{kind: 'build', name: 'build'},
		{name: 'jane', source: {kind: 'path', path}, digest: ''},
		{
			...{role: 'peer', substrate, seed: 1, folder, player: ['our-peer'], deadlineMs},
			nowMs: () => performance.now(),
			replay: unit => unit,
			signal: AbortSignal.timeout(30_000),
		},
	);
};

test('a deadline counts from when guests are there, and is nobody’s fault on a crowded machine', async t => {
	const {cases, final} = await buildWithin(t, {deadlineMs: 600, share: 0.9});
	t.like(cases, [{id: 'build/builds', verdict: 'unknown'}]);
	t.regex(cases[0]?.because ?? '', /too crowded/);
	t.false(final, 'it is done again when grading is resumed');
});

test('whoever is not through with the machine for itself has failed', async t => {
	const {cases, final} = await buildWithin(t, {deadlineMs: 600, share: 0.1});
	t.like(cases, [{id: 'build/builds', verdict: 'fail'}]);
	t.true(final);
});
