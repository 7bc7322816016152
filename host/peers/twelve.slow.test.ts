import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {differences, type Expectations} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

/*
The twelve are graded once, a third at a time, by all that plain processes bear; the last tests read the grades.
*/

const AT_A_TIME = 4;
const expected: Expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8'));
const grades = new Map<string, ReadonlyMap<string, ReportedCase>>();

const caseOf = (peer: string, id: string): ReportedCase | undefined => grades.get(peer)?.get(id);

for (let from = 0; from < TWELVE.length; from += AT_A_TIME) {
	const peers = TWELVE.slice(from, from + AT_A_TIME);
	const names = peers.map(({name}) => name).join(', ');
	test.serial(`the verdicts are those expected, all of them: ${names}`, async t => {
		t.timeout(580_000);
		const found = await gradePeers(peers, {seed: 1, jobs: 12, signal: new AbortController().signal});
		for (const [name, cases] of found) {
			grades.set(name, cases);
		}

		t.deepEqual(differences(expected, found), []);
	});
}

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
