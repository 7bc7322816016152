import test from 'ava';
import {historyOf} from '../history/history-of.ts';
import {trackerTellsTheTruth} from './tracker-tells-the-truth.ts';

const shared = {type: 'shares', actor: 'alice', file: 'cat 1.jpg', bytes: 4, sha256: 'aa'} as const;
const endpoint = '10.77.0.11:11112';
const ready = {type: 'program-ready', actor: 'alice', program: 'peer', evidence: 'WHO', endpoint} as const;
const ended = {
	type: 'program-ended',
	actor: 'alice',
	program: 'peer',
	exitCode: 0,
	signal: null,
	expected: true,
	lastLines: [],
} as const;
const who = {
	type: 'exchange',
	actor: 'tracker',
	request: 'WHO',
	codes: ['200 '],
	data: [`PEER alice ${endpoint}`],
} as const;
const list = {...who, request: 'LIST', data: ['FILE cat%201.jpg']} as const;

test('passes when peers and files are listed', t => {
	t.is(trackerTellsTheTruth.judge(historyOf(shared, ready, who, list)).verdict, 'pass');
});

test('strangers may be listed as well: fake peers, attackers', t => {
	const data = [...who.data, 'PEER fakepeer1 127.0.0.1:11212'];
	t.is(trackerTellsTheTruth.judge(historyOf(shared, ready, {...who, data})).verdict, 'pass');
});

test('fails with a peer that is missing', t => {
	const history = historyOf(shared, ready, {...who, data: []});
	t.deepEqual(trackerTellsTheTruth.judge(history), {
		verdict: 'fail',
		because: `to WHO: alice at ${endpoint} is missing`,
		evidence: history.slice(2),
		late: [{from: 2, to: 2}],
	});
});

test('fails with a peer that is gone but listed, until it comes back', t => {
	t.is(trackerTellsTheTruth.judge(historyOf(ready, ended, who)).verdict, 'fail');
	t.is(trackerTellsTheTruth.judge(historyOf(ready, ended, ready, who)).verdict, 'pass');
});

test('fails with a file that is missing, and not when its only holder is gone', t => {
	t.is(trackerTellsTheTruth.judge(historyOf(shared, ready, {...list, data: []})).verdict, 'fail');
	t.is(trackerTellsTheTruth.judge(historyOf(shared, ready, ended, {...list, data: []})).verdict, 'pass');
});

test('fails when CHECKPEER denies a peer that is there', t => {
	const asked = {...who, request: `CHECKPEER alice ${endpoint}`, data: []} as const;
	t.is(trackerTellsTheTruth.judge(historyOf(ready, asked)).verdict, 'pass');
	t.is(trackerTellsTheTruth.judge(historyOf(ready, {...asked, codes: ['300 ']})).verdict, 'fail');
});

test('fails with a reply that was broken off', t => {
	t.is(trackerTellsTheTruth.judge(historyOf(ready, {...who, codes: [], broken: 'ECONNRESET'})).verdict, 'fail');
});

test('says nothing when the tracker was not asked', t => {
	t.is(trackerTellsTheTruth.judge(historyOf(shared, ready)).verdict, 'unknown');
});
