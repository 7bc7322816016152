import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {GradePlan} from './grade-book.ts';
import {classWriter} from './write-class.ts';

test('the page of a class is written at once, and then not after every piece of work', async t => {
	const out = await mkdtemp(join(tmpdir(), 'write-class-'));
	t.teardown(() => rm(out, {recursive: true}));
	const rubric = {schemaVersion: 1, title: 'Lab', rows: []} as const;
	const plan: GradePlan = {role: 'peer', seed: 1, conditions: {}, units: [], rubric, out};
	let now = 0;
	const write = classWriter(plan, [], {nowMs: () => now});
	const isThere = async (): Promise<boolean> =>
		stat(join(out, 'index.html')).then(
			() => true,
			() => false,
		);
	await write();
	t.true(await isThere());
	await rm(join(out, 'index.html'));
	now = 1900;
	await write();
	t.false(await isThere());
	now = 2100;
	await write();
	t.true(await isThere());
});

test('it is not written twice at once', async t => {
	const out = await mkdtemp(join(tmpdir(), 'write-class-'));
	t.teardown(() => rm(out, {recursive: true}));
	let times = 0;
	const plan: GradePlan = {
		role: 'peer',
		seed: 1,
		conditions: {},
		units: [],
		rubric: {schemaVersion: 1, title: 'Lab', rows: []},
		get out() {
			times++;
			return out;
		},
	};
	const write = classWriter(plan, [], {nowMs: () => 0});
	await Promise.all([write(), write()]);
	t.is(times, 1);
});
