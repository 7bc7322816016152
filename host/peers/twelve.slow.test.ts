import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {differences, type Expectations, isLeftOpenByCrowd} from './expectations.ts';
import {type Grades, gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

/*
The twelve are graded once, all at a time, by all that plain processes bear; the last tests read the grades.
*/

const expected: Expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8'));
let grades: Grades = new Map();

const caseOf = (peer: string, id: string): ReportedCase | undefined => grades.get(peer)?.get(id);

test.before('they are graded', async t => {
	t.timeout(580_000);
	grades = await gradePeers(TWELVE, {seed: 1, jobs: 16, signal: new AbortController().signal});
});

for (const {name} of TWELVE) {
	test.serial(`the verdicts about ${name} are those expected, all of them`, t => {
		t.deepEqual(differences(expected, new Map([[name, grades.get(name) ?? new Map()]])), []);
	});
}

test.serial('few of them are left open by a machine that is too crowded', t => {
	const all = [...grades.values()].flatMap(cases => [...cases.values()]);
	const open = all.filter(isLeftOpenByCrowd);
	t.log(`${open.length} of ${all.length}`);
	t.true(open.length < all.length / 50);
});

test.serial('one that never closes has one fault, and it is told how often', t => {
	t.regex(caseOf('never-closes', '4/closes')?.because ?? '', /after [78]\d of [78]\d requests/);
});

test.serial('one that leaves every 21st connection unanswered is told so', t => {
	t.regex(caseOf('every-21st', '4/as-fresh')?.because ?? '', /every 21st connection/);
});

test.serial('one that stumbles over an odd name is told over which kind', t => {
	const because = caseOf('stumbles-over-odd-names', '4/utf8')?.because;
	t.regex(because ?? '', /with a name beyond ASCII in its folder, it ended by itself/);
});

test.serial('one that is evil unless it is told otherwise is told how to be graded', t => {
	t.regex(caseOf('evil-by-default', '4/good-by-default')?.advice ?? '', /--args '-b0 /);
});
