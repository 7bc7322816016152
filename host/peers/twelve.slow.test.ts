import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ReportedCase} from '../report/reported-case.ts';
import {differences, type Expectations, isLeftOpenByCrowd} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

/*
The twelve are graded once, a third at a time, by all that plain processes bear; the tests read the grades.
*/

const expected: Expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8'));
const grades = new Map<string, ReadonlyMap<string, ReportedCase>>();

/** Peers graded at once: more would crowd each other. */
const AT_A_TIME = 4;

const caseOf = (peer: string, id: string): ReportedCase | undefined => grades.get(peer)?.get(id);

for (let from = 0; from < TWELVE.length; from += AT_A_TIME) {
	const peers = TWELVE.slice(from, from + AT_A_TIME);
	test.serial(`they are graded: ${peers.map(({name}) => name).join(', ')}`, async t => {
		t.timeout(580_000);
		for (const [name, cases] of await gradePeers(peers, {seed: 1, jobs: 12, signal: new AbortController().signal})) {
			grades.set(name, cases);
		}

		t.true(peers.every(({name}) => (grades.get(name)?.size ?? 0) > 0));
	});
}

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
