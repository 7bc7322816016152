import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {differences} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

/** Graded at a time: the runner wants to hear of something every ten minutes. */
const AT_A_TIME = 4;

for (let from = 0; from < TWELVE.length; from += AT_A_TIME) {
	const peers = TWELVE.slice(from, from + AT_A_TIME);
	test.serial(
		`these get all the verdicts that are expected of them: ${peers.map(({name}) => name).join(', ')}`,
		async t => {
			t.timeout(600_000);
			const expected = JSON.parse(await readFile(join(import.meta.dirname, 'expected.json'), 'utf8'));
			const grades = await gradePeers(peers, {seed: 1, jobs: 12, signal: new AbortController().signal});
			t.deepEqual(differences(expected, grades), []);
		},
	);
}
