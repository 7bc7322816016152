import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {differences} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

test('twelve small peers get the verdicts that are expected of them, all of them', async t => {
	t.timeout(1_200_000);
	const expected = JSON.parse(await readFile(join(import.meta.dirname, 'expected.json'), 'utf8'));
	const grades = await gradePeers(TWELVE, {seed: 1, jobs: 12, signal: new AbortController().signal});
	t.deepEqual(differences(expected, grades), []);
});
