import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {differences, type Expectations} from './expectations.ts';
import {gradePeers} from './grade-twelve.ts';
import {TWELVE} from './twelve.ts';

const expected: Expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8'));

test('each of twelve peers has the verdicts that are expected of it, all of them', async t => {
	t.timeout(600_000);
	const grades = await gradePeers(TWELVE, {seed: 1, jobs: 12, signal: new AbortController().signal});
	t.deepEqual(differences(expected, grades), []);
});
