import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {differences, type Expectations} from './expectations.ts';
import {type Grades, gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

/*
The twelve are graded once, by all that plain processes bear; the tests read the grades.
*/

const expected: Expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8'));
let grades: Grades = new Map();

const caseOf = (peer: string, id: string): ReportedCase | undefined => grades.get(peer)?.get(id);

test.before(async t => {
	t.timeout(580_000);
	grades = await gradePeers(TWELVE, {seed: 1, jobs: 12, signal: new AbortController().signal});
});

test('each of the twelve has the verdicts that are expected of it, all of them', t => {
	t.deepEqual(differences(expected, grades), []);
});

test('one that never closes has one fault, and it is told how often', t => {
	t.regex(caseOf('never-closes', '4/closes')?.because ?? '', /after [78]\d of [78]\d requests/);
});

test('one that leaves every 21st connection unanswered is told so', t => {
	t.regex(caseOf('every-21st', '4/as-fresh')?.because ?? '', /every 21st connection/);
});

test('one that stumbles over an odd name is told over which kind', t => {
	const because = caseOf('stumbles-over-odd-names', '4/utf8')?.because;
	t.regex(because ?? '', /with a name beyond ASCII in its folder, it ended by itself/);
});

test('one that is evil unless it is told otherwise is told how to be graded', t => {
	t.regex(caseOf('evil-by-default', '4/good-by-default')?.advice ?? '', /--args '-b0 /);
});
