import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {differences, type Expectations} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

/** Graded at a time: the runner wants to hear of something every ten minutes. */
const AT_A_TIME = 4;

const expected: Expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8'));
const isRecorded = ({name}: {readonly name: string}): boolean => expected.peers[name] !== undefined;

const recorded = TWELVE.filter(isRecorded);
for (let from = 0; from < recorded.length; from += AT_A_TIME) {
	const peers = recorded.slice(from, from + AT_A_TIME);
	// Skipped until rows are recorded on a quiet machine: those that stand were recorded on a crowded one and mended by hand.
	const names = peers.map(({name}) => name).join(', ');
	test.skip(`the verdicts are those expected, all of them: ${names} (not yet recorded on a quiet machine)`, async t => {
		t.timeout(600_000);
		const grades = await gradePeers(peers, {seed: 1, jobs: 12, signal: new AbortController().signal});
		t.deepEqual(differences(expected, grades), []);
	});
}

for (const {name} of TWELVE.filter(peer => !isRecorded(peer))) {
	test.skip(`nothing is expected of ${name} yet: npm run peers -- --record ${name}, and read over what it wrote`, t =>
		t.fail());
}
